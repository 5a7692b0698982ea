import type { CarbonHour } from '../api/types';
import { format } from '../i18n/format';
import { text } from '../i18n/text';

const t = text.carbonHours;
const WIDTH = 600;
const HEIGHT = 190;
const LEFT = 44;
const TOP = 24;
const BOTTOM = 24;
const HOUR_MS = 3_600_000;

interface Scale {
  x(at: number): number;
  y(grams: number): number;
}

/** Hours as steps from zero up; those to come are a dashed line. */
export function CarbonChart({ hours, now }: { hours: CarbonHour[]; now: number }) {
  const begin = Date.parse(hours[0]!.from);
  const end = Date.parse(hours.at(-1)!.from) + HOUR_MS;
  const grams = hours.map(({ gramsPerKilowattHour }) => gramsPerKilowattHour);
  const top = roundUp(Math.max(...grams));
  const scale: Scale = {
    x: (at) => LEFT + ((at - begin) / (end - begin)) * (WIDTH - LEFT),
    y: (value) => TOP + (1 - value / top) * (HEIGHT - TOP - BOTTOM),
  };
  const seen = hours.filter(({ kind }) => kind !== 'forecast');
  const coming = hours.filter(({ kind }) => kind === 'forecast');
  const nowX = scale.x(Math.min(end, Math.max(begin, now)));
  return (
    <svg
      className="carbon-chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={t.spoken(
        format.moment(hours[0]!.from),
        format.moment(new Date(end).toISOString()),
        format.decimal(Math.min(...grams)),
        format.decimal(Math.max(...grams)),
      )}
    >
      <text x={0} y={12}>
        {t.axis}
      </text>
      {[0, top / 2, top].map((value) => (
        <g key={value}>
          <line className="rule" x1={LEFT} x2={WIDTH} y1={scale.y(value)} y2={scale.y(value)} />
          <text x={LEFT - 6} y={scale.y(value) + 4} textAnchor="end">
            {format.decimal(value)}
          </text>
        </g>
      ))}
      <path className="seen" d={area(seen, scale)} />
      <path className="coming-area" d={area(coming, scale)} />
      <path className="coming" d={line(coming, scale)} />
      <line className="now" x1={nowX} x2={nowX} y1={TOP} y2={HEIGHT - BOTTOM} />
      {midnights(begin, end).map((at) => (
        <g key={at}>
          <line className="rule" x1={scale.x(at)} x2={scale.x(at)} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM + 5} />
          <text x={scale.x(at)} y={HEIGHT - 5} textAnchor={scale.x(at) > WIDTH - 24 ? 'end' : 'middle'}>
            {format.weekday(at)}
          </text>
        </g>
      ))}
      <text className="now-word" x={nowX} y={TOP - 4} textAnchor={nowX > WIDTH - 24 ? 'end' : 'middle'}>
        {t.now}
      </text>
    </svg>
  );
}

/** Hours that follow each other without a gap. */
function runs(hours: CarbonHour[]): CarbonHour[][] {
  const all: CarbonHour[][] = [];
  for (const hour of hours) {
    const before = all.at(-1)?.at(-1);
    if (before && Date.parse(before.from) + HOUR_MS >= Date.parse(hour.from)) all.at(-1)!.push(hour);
    else all.push([hour]);
  }
  return all;
}

/** One line of steps for each run. */
function line(hours: CarbonHour[], { x, y }: Scale): string {
  return runs(hours)
    .map((run) => {
      const steps = run.map(
        ({ from, gramsPerKilowattHour }, i) =>
          `${i === 0 ? '' : `V${y(gramsPerKilowattHour).toFixed(1)}`}H${x(Date.parse(from) + HOUR_MS).toFixed(1)}`,
      );
      const first = run[0]!;
      return `M${x(Date.parse(first.from)).toFixed(1)},${y(first.gramsPerKilowattHour).toFixed(1)}${steps.join('')}`;
    })
    .join('');
}

/** One closed shape for each run. */
function area(hours: CarbonHour[], scale: Scale): string {
  return runs(hours)
    .map((run) => {
      const begin = scale.x(Date.parse(run[0]!.from)).toFixed(1);
      return `${line(run, scale)}V${scale.y(0).toFixed(1)}H${begin}Z`;
    })
    .join('');
}

/** Where days begin for the one who looks; not so many that their names overlap. */
export function midnights(begin: number, end: number): number[] {
  const days: number[] = [];
  const day = new Date(begin);
  day.setHours(24, 0, 0, 0);
  for (; day.getTime() < end; day.setDate(day.getDate() + 1)) days.push(day.getTime());
  const every = Math.ceil(days.length / 7);
  return days.filter((_, i) => i % every === 0);
}

/** A round figure that is not below. */
export function roundUp(value: number): number {
  const size = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return [1, 2, 4, 5, 6, 8, 10].map((step) => step * size).find((round) => round >= value) ?? value;
}
