import type { Candidate, Placement } from '../api/types';
import { costOf, gramsOf } from '../run/front';

/** Round trips, in milliseconds, at which the colour changes. */
export const TRIP_STEPS = [30, 60, 100, 180];

export interface Point {
  candidate: Candidate;
  cost: number;
  grams: number;
  /** No other one is better in cost, carbon and round trip together. */
  onFront: boolean;
}

/** Whatever the answer tells of, once each; the front before the others. */
export function pointsOf(placement: Placement): Point[] {
  const { choice, front, runnersUp } = placement;
  const best = new Set(front.map(({ offer }) => offer.id));
  const seen = new Map<string, Candidate>();
  for (const candidate of [...front, ...(choice ? [choice] : []), ...runnersUp]) {
    if (candidate.carbon && !seen.has(candidate.offer.id)) {
      seen.set(candidate.offer.id, candidate);
    }
  }
  return [...seen.values()].map((candidate) => ({
    candidate,
    cost: costOf(candidate),
    grams: gramsOf(candidate),
    onFront: best.has(candidate.offer.id),
  }));
}

/** One thing against another, in shares of the other: 0.1 is a tenth more. Null where the other is nothing. */
export function shareMore(value: number, than: number): number | null {
  return than === 0 ? null : value / than - 1;
}
