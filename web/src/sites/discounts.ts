import type { BidRule } from '../api/types';

type Steps = NonNullable<BidRule['byHours']>;

/** `24: 5, 168: 10` as steps. What is no pair is sent as it is, for the server to name. */
export function readDiscounts(typed: string): Steps {
  return typed
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [from = '', percentOff = ''] = part.split(':').map((word) => word.trim());
      return { from: number(from), percentOff: number(percentOff) };
    });
}

export function writeDiscounts(steps: BidRule['byHours']): string {
  return (steps ?? []).map((step) => `${step.from}: ${step.percentOff}`).join(', ');
}

/** JSON has no such thing as no number: it becomes null. */
function number(typed: string): number {
  return typed === '' ? NaN : Number(typed);
}
