import { useSyncExternalStore } from 'react';

interface Clock {
  subscribe(listener: () => void): () => void;
  now(): number;
}

/** Everything that subscribes to one clock steps together. */
function createClock(stepMs: number): Clock {
  const listeners = new Set<() => void>();
  const current = () => Math.floor(Date.now() / stepMs) * stepMs;
  let now = current();
  let timer: ReturnType<typeof setInterval> | undefined;
  return {
    now: () => (timer === undefined ? (now = current()) : now),
    subscribe: (listener) => {
      listeners.add(listener);
      timer ??= setInterval(() => {
        now = current();
        listeners.forEach((each) => each());
      }, stepMs);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}

const ages = createClock(15_000);
const seconds = createClock(1_000);

/** For ages: steps every fifteen seconds. */
export function useNow(): number {
  return useSyncExternalStore(ages.subscribe, ages.now);
}

/** For something that runs now: steps every second. */
export function useSeconds(): number {
  return useSyncExternalStore(seconds.subscribe, seconds.now);
}
