import type { Candidate } from '../api/types';
import { approximately } from '../i18n/format';

/** Of the whole run, in the currency in which offers are compared: sellers bill in several. */
export function costOf({ cost, converted }: Candidate): number {
  return approximately(cost.total) * (converted ? approximately(converted.oneUnit) : 1);
}

/** The one in which they are compared. */
export function currencyOf({ cost, converted }: Candidate): string {
  return (converted?.price ?? cost.total).currency;
}

export function gramsOf(candidate: Candidate): number {
  return candidate.carbon?.totalGrams ?? 0;
}

/** The front may have a third dimension, the round trip; the line joins those that lead in these two. */
export function leading(ordered: Candidate[]): Candidate[] {
  let least = Infinity;
  return ordered.filter((candidate) => {
    const leads = gramsOf(candidate) < least;
    least = Math.min(least, gramsOf(candidate));
    return leads;
  });
}

export interface Scale {
  at(value: number): number;
  /** The value at a place. */
  from(at: number): number;
  ticks: number[];
}

export function scale(values: number[], from: number, to: number): Scale {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const margin = (high - low || Math.abs(high) || 1) * 0.08;
  const start = Math.max(0, low - margin);
  const span = high + margin - start;
  return {
    at: (value) => from + ((value - start) / span) * (to - from),
    from: (at) => start + ((at - from) / (to - from)) * span,
    ticks: roundNumbers(start, start + span),
  };
}

/** At least two of them: multiples of 1, 2 or 5 times a power of ten. */
function roundNumbers(from: number, to: number): number[] {
  const most = (to - from) / 2;
  const power = 10 ** Math.floor(Math.log10(most));
  const step = ([5, 2].find((each) => each * power <= most) ?? 1) * power;
  const first = Math.ceil(from / step);
  const last = Math.floor(to / step);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}
