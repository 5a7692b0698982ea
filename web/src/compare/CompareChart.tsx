import { useRef, useState, type PointerEvent } from 'react';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { classOf } from '../map/places';
import { placeOf } from '../run/candidate';
import { FrontAxes, type Frame } from '../run/FrontAxes';
import { leading, scale } from '../run/front';
import { TRIP_STEPS, type Point } from './points';

const t = text.compare;
const FRAME: Frame = { width: 720, height: 420, left: 78, right: 24, top: 18, bottom: 46 };
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
  const [brush, setBrush] = useState<{ from: Place; to: Place } | null>(null);
  const drawing = useRef<SVGSVGElement>(null);
  const x = scale(points.map(({ cost }) => cost), FRAME.left, FRAME.width - FRAME.right);
  const y = scale(points.map(({ grams }) => grams), FRAME.height - FRAME.bottom, FRAME.top);
  const front = points.filter(({ onFront }) => onFront).map(({ candidate }) => candidate);
  const places = new Map(points.map((point) => [point.candidate.offer.id, point]));
  const line = leading([...front].sort((a, b) => costAt(a.offer.id) - costAt(b.offer.id)));

  function costAt(id: string): number {
    return places.get(id)?.cost ?? 0;
  }

  function placeOfPointer(event: PointerEvent): Place {
    const box = drawing.current!.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * FRAME.width,
      y: ((event.clientY - box.top) / box.height) * FRAME.height,
    };
  }

  function begin(event: PointerEvent) {
    if (event.button !== 0) return;
    const from = placeOfPointer(event);
    setBrush({ from, to: from });
  }

  function move(event: PointerEvent) {
    if (brush) setBrush({ ...brush, to: placeOfPointer(event) });
  }

  function end(event: PointerEvent) {
    if (!brush) return;
    const { from } = brush;
    const to = placeOfPointer(event);
    setBrush(null);
    if (isClick(from, to)) return;
    onLimit(x.from(Math.max(to.x, from.x)), y.from(Math.min(to.y, from.y)));
  }

  return (
    <svg
      ref={drawing}
      className="front compare-chart"
      viewBox={`0 0 ${FRAME.width} ${FRAME.height}`}
      role="group"
      aria-label={t.drawing}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerLeave={() => setBrush(null)}
    >
      <FrontAxes x={x} y={y} frame={FRAME} currency={currency} />
      {brush && !isClick(brush.from, brush.to) && <Kept from={brush.from} to={brush.to} />}
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
    </svg>
  );
}

function isClick(from: Place, to: Place): boolean {
  return Math.hypot(to.x - from.x, to.y - from.y) < LEAST_BRUSH;
}

/** What would be left: all that costs and emits no more than the far corner. */
function Kept({ from, to }: { from: Place; to: Place }) {
  const top = Math.min(from.y, to.y);
  return (
    <rect
      className="brush"
      data-testid="brush"
      x={FRAME.left}
      y={top}
      width={Math.max(0, Math.max(from.x, to.x) - FRAME.left)}
      height={Math.max(0, FRAME.height - FRAME.bottom - top)}
    />
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
