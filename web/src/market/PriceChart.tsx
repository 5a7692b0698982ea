import type { PricePoint } from '../api/types';
import { approximately, format } from '../i18n/format';
import { text } from '../i18n/text';

const WIDTH = 400;
const HEIGHT = 120;
const TOP = 10;
const BOTTOM = 22;
const RIGHT = 64;

/** The lowest and the median price over time. A price holds until the next one is seen: steps, no slopes. */
export function PriceChart({ points }: { points: PricePoint[] }) {
  const first = points[0]!;
  const last = points.at(-1)!;
  const begin = Date.parse(first.at);
  const span = Math.max(1, Date.parse(last.at) - begin);
  const prices = points.flatMap(({ min, median }) => [approximately(min), approximately(median)]);
  const low = Math.min(...prices);
  const high = Math.max(...prices);
  const x = (at: string) => ((Date.parse(at) - begin) / span) * (WIDTH - RIGHT);
  const y = (price: number) =>
    TOP + ((high - price) / (high - low || 1)) * (HEIGHT - TOP - BOTTOM);
  const label = (price: number) =>
    format.money({ amount: price.toFixed(9), currency: first.min.currency });
  return (
    <svg className="price-chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={spoken(points)}>
      {[high, low].map((price) => (
        <g key={price}>
          <line className="rule" x1={0} x2={WIDTH - RIGHT} y1={y(price)} y2={y(price)} />
          <text x={WIDTH} y={y(price) + 4} textAnchor="end">
            {label(price)}
          </text>
        </g>
      ))}
      <path className="median" d={steps(points, 'median', x, y)} />
      <path className="min" d={steps(points, 'min', x, y)} />
      <text x={0} y={HEIGHT - 5}>
        {format.date(first.at)}
      </text>
      <text x={WIDTH - RIGHT} y={HEIGHT - 5} textAnchor="end">
        {format.date(last.at)}
      </text>
    </svg>
  );
}

function steps(
  points: PricePoint[],
  price: 'min' | 'median',
  x: (at: string) => number,
  y: (price: number) => number,
): string {
  return points
    .map((point, i) => {
      const height = y(approximately(point[price])).toFixed(1);
      return i === 0 ? `M${x(point.at).toFixed(1)},${height}` : `H${x(point.at).toFixed(1)}V${height}`;
    })
    .join('');
}

function spoken(points: PricePoint[]): string {
  const first = points[0]!;
  const last = points.at(-1)!;
  return text.history.spoken(
    format.date(first.at),
    format.date(last.at),
    `${format.money(first.min)} → ${format.money(last.min)}`,
    `${format.money(first.median)} → ${format.money(last.median)}`,
  );
}
