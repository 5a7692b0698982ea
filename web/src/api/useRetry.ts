import { useEffect } from 'react';
import { useSignedOut } from './context';
import type { Problem } from './problem';

const PAUSE_MS = 5_000;

/**
 * Tries again by itself while no server is reached: after a pause, and as soon as the network is back.
 * What was refused for want of a session is asked again once there is one.
 */
export function useRetry(problem: Problem | null, retry: () => void): void {
  const signedOut = useSignedOut();
  useEffect(() => {
    if (problem?.signedOut && !signedOut) retry();
  }, [problem, signedOut, retry]);
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
