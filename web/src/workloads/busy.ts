import type { Usage } from '../api/types';

/** Processors that were busy, from a moment on; all nodes together. */
export interface Busy {
  at: number;
  until: number;
  processors: number;
}

/** Metered intervals of every node, summed over the time they share. */
export function busyOf(usage: Usage[]): Busy[] {
  const edges = new Map<number, number>();
  const add = (at: number, change: number) => edges.set(at, (edges.get(at) ?? 0) + change);
  for (const { from, to, processorSeconds, seconds } of usage) {
    if (seconds <= 0) continue;
    add(Date.parse(from), processorSeconds / seconds);
    add(Date.parse(to), -processorSeconds / seconds);
  }
  const moments = [...edges.keys()].sort((a, b) => a - b);
  let processors = 0;
  return moments.slice(0, -1).map((at, i) => {
    processors += edges.get(at) ?? 0;
    return { at, until: moments[i + 1]!, processors: Math.max(0, processors) };
  });
}

/** The mean over all of it; null for nothing. */
export function meanOf(busy: Busy[]): number | null {
  const whole = busy.reduce((sum, { at, until }) => sum + until - at, 0);
  if (whole <= 0) return null;
  return busy.reduce((sum, { at, until, processors }) => sum + processors * (until - at), 0) / whole;
}
