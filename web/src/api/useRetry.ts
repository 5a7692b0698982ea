import { useEffect } from 'react';
import type { Problem } from './problem';

const PAUSE_MS = 5_000;

/** Tries again by itself while no server is reached: after a pause, and as soon as the network is back. */
export function useRetry(problem: Problem | null, retry: () => void): void {
  useEffect(() => {
    if (!problem?.unreachable) return;
    const timer = setTimeout(retry, PAUSE_MS);
    addEventListener('online', retry);
    return () => {
      clearTimeout(timer);
      removeEventListener('online', retry);
    };
  }, [problem, retry]);
}
