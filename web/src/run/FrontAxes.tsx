import { format } from '../i18n/format';
import { text } from '../i18n/text';
import type { Scale } from './front';

/** How much room a drawing has, and how much of it is kept for what stands at its edges. */
export interface Frame {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

interface FrontAxesProps {
  x: Scale;
  y: Scale;
  frame: Frame;
  currency: string;
}

/** Cost to the right, carbon upwards. */
export function FrontAxes({ x, y, frame, currency }: FrontAxesProps) {
  const { width, height, left, right, bottom } = frame;
  return (
    <>
      {y.ticks.map((tick) => (
        <g key={tick}>
          <line className="rule" x1={left} x2={width - right} y1={y.at(tick)} y2={y.at(tick)} />
          <text x={left - 8} y={y.at(tick) + 4} textAnchor="end">
            {format.grams(tick)}
          </text>
        </g>
      ))}
      {x.ticks.map((tick) => (
        <text key={tick} x={x.at(tick)} y={height - bottom + 18} textAnchor="middle">
          {format.money({ amount: tick.toFixed(2), currency })}
        </text>
      ))}
      <text x={width - right} y={height - 4} textAnchor="end" className="axis">
        {text.run.frontCost} →
      </text>
      <text x={left} y={height - 4} className="axis">
        ↑ {text.run.frontCarbon}
      </text>
    </>
  );
}
