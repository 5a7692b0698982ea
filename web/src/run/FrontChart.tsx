import type { Candidate } from '../api/types';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { placeOf } from './candidate';
import { FrontAxes, type Frame } from './FrontAxes';
import { costOf, currencyOf, gramsOf, leading, scale } from './front';

const FRAME: Frame = { width: 520, height: 240, left: 74, right: 20, top: 14, bottom: 40 };

/** Cost against carbon. Everything in the drawing is also in the table below it. */
export function FrontChart({ front, choice }: { front: Candidate[]; choice: Candidate }) {
  const points = front.filter((candidate) => candidate.carbon !== null);
  if (points.length < 2) return null;
  const x = scale(points.map(costOf), FRAME.left, FRAME.width - FRAME.right);
  const y = scale(points.map(gramsOf), FRAME.height - FRAME.bottom, FRAME.top);
  const ordered = [...points].sort((a, b) => costOf(a) - costOf(b) || gramsOf(a) - gramsOf(b));
  const edge = leading(ordered);
  const currency = currencyOf(choice);
  return (
    <section data-testid="front">
      <h3>{text.run.front}</h3>
      <p className="hint">{text.run.frontLead}</p>
      <svg className="front" viewBox={`0 0 ${FRAME.width} ${FRAME.height}`} aria-hidden="true">
        <FrontAxes x={x} y={y} frame={FRAME} currency={currency} />
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
