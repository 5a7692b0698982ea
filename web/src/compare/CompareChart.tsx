import { useRef, useState, type PointerEvent } from 'react';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { classOf } from '../map/places';
import { placeOf } from '../run/candidate';
import { leading, scale } from '../run/front';
import { TRIP_STEPS, type Point } from './points';

const t = text.compare;
const WIDTH = 720;
const HEIGHT = 420;
const LEFT = 78;
const RIGHT = 24;
const TOP = 18;
const BOTTOM = 46;
/** Shorter drags are clicks. */
const LEAST_BRUSH = 8;

interface CompareChartProps {
  points: Point[];
  currency: string;
  chosen: string | undefined;
  looked: string | undefined;
  onLook(id: string): void;
  /** The corner up to which somebody drew: at most this much money and carbon. */
  onLimit(cost: number, grams: number): void;
}

interface Place {
  x: number;
  y: number;
}

/** Cost against carbon, the round trip as colour. The table beside it holds everything that is drawn. */
export function CompareChart(props: CompareChartProps) {
  const { points, currency, chosen, looked, onLook, onLimit } = props;
  const [brush, setBrush] = useState<Place | null>(null);
  const drawing = useRef<SVGSVGElement>(null);
  const x = scale(points.map(({ cost }) => cost), LEFT, WIDTH - RIGHT);
  const y = scale(points.map(({ grams }) => grams), HEIGHT - BOTTOM, TOP);
  const front = points.filter(({ onFront }) => onFront).map(({ candidate }) => candidate);
  const places = new Map(points.map((point) => [point.candidate.offer.id, point]));
  const line = leading([...front].sort((a, b) => costAt(a.offer.id) - costAt(b.offer.id)));

  function costAt(id: string): number {
    return places.get(id)?.cost ?? 0;
  }

  function placeOfPointer(event: PointerEvent): Place {
    const box = drawing.current!.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * WIDTH,
      y: ((event.clientY - box.top) / box.height) * HEIGHT,
    };
  }

  function begin(event: PointerEvent) {
    if (event.button === 0) setBrush(placeOfPointer(event));
  }

  function end(event: PointerEvent) {
    if (!brush) return;
    const here = placeOfPointer(event);
    setBrush(null);
    if (Math.hypot(here.x - brush.x, here.y - brush.y) < LEAST_BRUSH) return;
    onLimit(x.from(Math.max(here.x, brush.x)), y.from(Math.min(here.y, brush.y)));
  }

  return (
    <svg
      ref={drawing}
      className="front compare-chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="group"
      aria-label={t.drawing}
      onPointerDown={begin}
      onPointerUp={end}
      onPointerLeave={() => setBrush(null)}
    >
      {y.ticks.map((tick) => (
        <g key={tick}>
          <line className="rule" x1={LEFT} x2={WIDTH - RIGHT} y1={y.at(tick)} y2={y.at(tick)} />
          <text x={LEFT - 8} y={y.at(tick) + 4} textAnchor="end">
            {format.grams(tick)}
          </text>
        </g>
      ))}
      {x.ticks.map((tick) => (
        <text key={tick} x={x.at(tick)} y={HEIGHT - BOTTOM + 18} textAnchor="middle">
          {format.money({ amount: tick.toFixed(2), currency })}
        </text>
      ))}
      <polyline
        points={line
          .map(({ offer }) => places.get(offer.id)!)
          .map(({ cost, grams }) => `${x.at(cost)},${y.at(grams)}`)
          .join(' ')}
      />
      {points.map(({ candidate, cost, grams, onFront }) => {
        const { id } = candidate.offer;
        const trip = classOf(candidate.roundTrip?.milliseconds ?? null, TRIP_STEPS);
        return (
          <circle
            key={id}
            className={[
              `spot-${trip ?? 'unknown'}`,
              onFront || id === chosen ? '' : 'faint',
              id === chosen ? 'chosen-ring' : '',
              id === looked ? 'looked' : '',
            ].join(' ')}
            cx={x.at(cost)}
            cy={y.at(grams)}
            r={id === chosen ? 8 : 6}
            onClick={() => onLook(id)}
          >
            <title>{placeOf(candidate.offer)}</title>
          </circle>
        );
      })}
      <text x={WIDTH - RIGHT} y={HEIGHT - 6} textAnchor="end" className="axis">
        {text.run.frontCost} →
      </text>
      <text x={LEFT} y={HEIGHT - 6} className="axis">
        ↑ {text.run.frontCarbon}
      </text>
    </svg>
  );
}

/** What the colours stand for. */
export function TripLegend({ hasUsers }: { hasUsers: boolean }) {
  return (
    <ul className="legend" aria-label={t.roundTrip}>
      {[...TRIP_STEPS, null].map((step, i) => (
        <li key={i}>
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <circle className={`spot spot-${i}`} cx="6" cy="6" r="5" />
          </svg>
          {step === null
            ? text.map.above(format.milliseconds(TRIP_STEPS[i - 1] ?? 0))
            : text.map.below(format.milliseconds(step))}
        </li>
      ))}
      <li>
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <circle className="spot spot-unknown" cx="6" cy="6" r="5" />
        </svg>
        {hasUsers ? text.map.unknown : t.noTrip}
      </li>
    </ul>
  );
}
