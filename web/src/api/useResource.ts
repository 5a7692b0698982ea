import { useCallback, useEffect, useRef, useState } from 'react';
import { useConnection } from './context';
import { asProblem, isAbort, type Problem } from './problem';
import { useRetry } from './useRetry';

export interface Resource<T> {
  data: T | null;
  problem: Problem | null;
  loading: boolean;
  reload(): void;
}

interface Answer<T> {
  key: string;
  round: number;
  data: T | null;
  problem: Problem | null;
}

/**
 * Loads when `key` or `version` changes, and again every `everyMs` while the page is seen. The last
 * data of the same key stays meanwhile, and through a failing reload: a page never goes blank because
 * one call failed.
 */
export function useResource<T>(
  key: string,
  load: (signal: AbortSignal) => Promise<T>,
  everyMs?: number,
  version: string | number = 0,
): Resource<T> {
  const [answer, setAnswer] = useState<Answer<T>>({ key, round: -1, data: null, problem: null });
  const [round, setRound] = useState(0);
  const { session } = useConnection();
  const latest = useRef(load);
  useEffect(() => {
    latest.current = load;
  });

  useEffect(() => {
    const abort = new AbortController();
    latest
      .current(abort.signal)
      .then((data) => setAnswer({ key, round, data, problem: null }))
      .catch((cause: unknown) => {
        if (isAbort(cause)) return;
        setAnswer((before) => ({
          key,
          round,
          data: before.key === key ? before.data : null,
          problem: asProblem(cause),
        }));
      });
    return () => abort.abort();
  }, [key, round, version]);

  useEffect(() => {
    if (!everyMs) return;
    const timer = setInterval(() => {
      if (!document.hidden && !session.signedOut()) setRound((n) => n + 1);
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, session]);

  const reload = useCallback(() => setRound((n) => n + 1), []);
  useRetry(answer.problem, reload);
  const current = answer.key === key;
  return {
    data: current ? answer.data : null,
    problem: current ? answer.problem : null,
    loading: !current || answer.round !== round,
    reload,
  };
}
