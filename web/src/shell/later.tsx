import { createElement, type ComponentType } from 'react';
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
  const fetched = async () => {
    known ??= (await load()).default;
    return known;
  };
  return function Later(props: P) {
    const { data, problem, reload } = useResource('code', fetched);
    const page = known ?? data;
    if (page) return createElement(page, props);
    return (
      <main id="content" className="page page-waiting" aria-busy={problem === null}>
        {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      </main>
    );
  };
}
