import type { Budget } from '../api/types';
import { approximately } from '../i18n/format';

/** How a budget of a month is being used up; ratios for a drawing and a sentence, never an amount to pay. */
export interface BurnDown {
  /** Of the month, gone by. */
  elapsed: number;
  /** Of the budget, used. */
  used: number;
  /** Of the budget, used at the month's end if it goes on as it has. */
  atEnd: number;
  /** When it is used up at this pace; null for not within the month. */
  exhausted: Date | null;
}

/** A month has to be this far on before its beginning says something of its end. */
const SOONEST = 1 / 62;

/** By the mean of the month so far; null for other budgets, and in the first hours of a month. */
export function burnDown({ period, used, amount }: Budget, now: number): BurnDown | null {
  const whole = approximately(amount);
  if (period !== 'month' || whole <= 0) return null;
  const at = new Date(now);
  const begin = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1);
  const end = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1);
  const elapsed = (now - begin) / (end - begin);
  if (elapsed < SOONEST) return null;
  const share = approximately(used) / whole;
  const atEnd = share / elapsed;
  const gone = begin + (now - begin) / share;
  return { elapsed, used: share, atEnd, exhausted: atEnd > 1 ? new Date(gone) : null };
}
