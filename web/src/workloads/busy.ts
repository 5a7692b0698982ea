import type { Usage } from '../api/types';

/** What was metered of all nodes together, from a moment on. */
export interface Metered {
  at: number;
  until: number;
  /** Of all nodes that told it. */
  sum: number;
  /** How many told it. */
  nodes: number;
}

/** Processors that were busy. */
export const processorsOf = ({ processorSeconds, seconds }: Usage) => processorSeconds / seconds;

/**
 * Metered intervals of every node, summed over the time they share.
 *
 * @param of what is summed; nothing for an interval that does not tell it, or an older server
 */
export function metered(usage: Usage[], of: (interval: Usage) => number | null | undefined): Metered[] {
  const edges = new Map<number, { sum: number; nodes: number }>();
  const add = (at: number, sum: number, nodes: number) => {
    const edge = edges.get(at) ?? { sum: 0, nodes: 0 };
    edges.set(at, { sum: edge.sum + sum, nodes: edge.nodes + nodes });
  };
  for (const interval of usage) {
    const value = interval.seconds > 0 ? of(interval) : null;
    if (value == null) continue;
    add(Date.parse(interval.from), value, 1);
    add(Date.parse(interval.to), -value, -1);
  }
  const moments = [...edges.keys()].sort((a, b) => a - b);
  let [sum, nodes] = [0, 0];
  return moments.slice(0, -1).map((at, i) => {
    sum += edges.get(at)?.sum ?? 0;
    nodes += edges.get(at)?.nodes ?? 0;
    return { at, until: moments[i + 1]!, sum: nodes === 0 ? 0 : Math.max(0, sum), nodes };
  });
}

/** The mean over all of it; null for nothing. */
export function meanOf(series: Metered[], of: (part: Metered) => number = ({ sum }) => sum) {
  const whole = series.reduce((sum, { at, until }) => sum + until - at, 0);
  if (whole <= 0) return null;
  return series.reduce((sum, part) => sum + of(part) * (part.until - part.at), 0) / whole;
}

/** The same of all nodes alike. */
export const ofEach = ({ sum, nodes }: Metered) => (nodes === 0 ? 0 : sum / nodes);
