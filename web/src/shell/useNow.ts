import { useSyncExternalStore } from 'react';

const STEP_MS = 15_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    listeners.forEach((each) => each());
  }, STEP_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** One clock for every age on the page, so that they all step together. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => (timer ? now : (now = roundDown(Date.now()))));
}

function roundDown(milliseconds: number): number {
  return milliseconds - (milliseconds % STEP_MS);
}
