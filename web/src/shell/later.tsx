import { createElement, type ComponentType } from 'react';
import type { Api } from '../api/client';
import { useApi } from '../api/context';
import { useResource } from '../api/useResource';
import { ProblemNotice } from './Notice';

interface Code<P> {
  default: ComponentType<P>;
}

/**
 * A page whose code is fetched when it is first opened. React's own `lazy` remembers a failure for
 * good; this asks again, so that a page opened while the server was away comes when it is back.
 */
export function later<P extends object>(load: () => Promise<Code<P>>): ComponentType<P> {
  let known: ComponentType<P> | null = null;
  /** Returns the error where the server answers, but has this code no more: it was upgraded. */
  const fetched = async (api: Api, signal: AbortSignal) => {
    try {
      known ??= (await load()).default;
      return known;
    } catch (cause) {
      await api.info(signal).catch(() => {
        throw cause;
      });
      return cause as Error;
    }
  };
  return function Later(props: P) {
    const api = useApi();
    const { data, problem, reload } = useResource('code', (signal) => fetched(api, signal));
    if (data instanceof Error) throw data;
    const page = known ?? data;
    if (page) return createElement(page, props);
    return (
      <main id="content" className="page page-waiting" aria-busy={problem === null}>
        {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      </main>
    );
  };
}
