import type { Budget } from '../api/types';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { useNow } from '../shell/useNow';
import { burnDown } from './forecast';

const t = text.spendParts;
const WIDTH = 240;
const HEIGHT = 60;

/** What is left of a budget from the month's beginning to now, and on to its end at the same pace. */
export function BurnDownPart({ budget }: { budget: Budget }) {
  const forecast = burnDown(budget, useNow());
  if (!forecast) return null;
  const { elapsed, used, atEnd, exhausted } = forecast;
  const x = (share: number) => (share * WIDTH).toFixed(1);
  const y = (left: number) => ((1 - Math.max(0, left)) * (HEIGHT - 4) + 2).toFixed(1);
  const until = atEnd > 1 ? elapsed / used : 1;
  const sentence = exhausted
    ? t.runsOut(format.percent(atEnd), format.date(exhausted.toISOString()))
    : t.lasts(format.percent(atEnd));
  return (
    <div className="burn-down" data-testid="burn-down">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        <line className="even" x1={0} y1={y(1)} x2={WIDTH} y2={y(0)} />
        <path className="gone" d={`M0,${y(1)}L${x(elapsed)},${y(1 - used)}`} />
        <path className="coming" d={`M${x(elapsed)},${y(1 - used)}L${x(until)},${y(1 - atEnd)}`} />
      </svg>
      <p className={exhausted ? 'burn-short' : undefined}>{sentence}</p>
    </div>
  );
}
