import type { Candidate } from '../api/types';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { placeOf } from './candidate';
import { costOf, currencyOf, gramsOf, leading, scale } from './front';

const WIDTH = 520;
const HEIGHT = 240;
const LEFT = 74;
const RIGHT = 20;
const TOP = 14;
const BOTTOM = 40;

/** Cost against carbon. Everything in the drawing is also in the table below it. */
export function FrontChart({ front, choice }: { front: Candidate[]; choice: Candidate }) {
  const points = front.filter((candidate) => candidate.carbon !== null);
  if (points.length < 2) return null;
  const x = scale(points.map(costOf), LEFT, WIDTH - RIGHT);
  const y = scale(points.map(gramsOf), HEIGHT - BOTTOM, TOP);
  const ordered = [...points].sort((a, b) => costOf(a) - costOf(b) || gramsOf(a) - gramsOf(b));
  const edge = leading(ordered);
  const currency = currencyOf(choice);
  return (
    <section data-testid="front">
      <h3>{text.run.front}</h3>
      <p className="hint">{text.run.frontLead}</p>
      <svg className="front" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
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
        <polyline points={edge.map((c) => `${x.at(costOf(c))},${y.at(gramsOf(c))}`).join(' ')} />
        {ordered.map((candidate) => (
          <circle
            key={candidate.offer.id}
            className={candidate.offer.id === choice.offer.id ? 'chosen' : undefined}
            cx={x.at(costOf(candidate))}
            cy={y.at(gramsOf(candidate))}
            r={candidate.offer.id === choice.offer.id ? 7 : 5}
          >
            <title>{`${placeOf(candidate.offer)}: ${format.money(candidate.cost.total)}, ${format.grams(gramsOf(candidate))}`}</title>
          </circle>
        ))}
        <text x={WIDTH - RIGHT} y={HEIGHT - 4} textAnchor="end" className="axis">
          {text.run.frontCost} →
        </text>
        <text x={LEFT} y={HEIGHT - 4} className="axis">
          ↑ {text.run.frontCarbon}
        </text>
      </svg>
      <details>
        <summary>{text.run.frontTable}</summary>
        <table className="sums">
          <tbody>
            {ordered.map((candidate) => (
              <tr key={candidate.offer.id}>
                <th scope="row">
                  {placeOf(candidate.offer)}
                  {candidate.offer.id === choice.offer.id && ` (${text.run.best})`}
                </th>
                <td>{format.money(candidate.cost.total)}</td>
                <td>{format.grams(gramsOf(candidate))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}
