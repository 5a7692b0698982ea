import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { placeOf, whatOf } from '../run/candidate';
import type { Point } from './points';

const t = text.compare;

interface PointTableProps {
  points: Point[];
  chosen: string | undefined;
  looked: string | undefined;
  onLook(id: string): void;
}

/** What the picture shows, for whoever reads rather than looks; a row is picked like a point. */
export function PointTable({ points, chosen, looked, onLook }: PointTableProps) {
  const ordered = [...points].sort((a, b) => a.cost - b.cost || a.grams - b.grams);
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.list}>
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{t.offer}</th>
            <th scope="col" className="figure">
              {t.cost}
            </th>
            <th scope="col" className="figure">
              {t.carbon}
            </th>
            <th scope="col" className="figure">
              {t.trip}
            </th>
          </tr>
        </thead>
        <tbody>
          {ordered.map(({ candidate, grams, onFront }) => {
            const { id } = candidate.offer;
            return (
              <tr key={id} data-testid="point" aria-current={id === looked ? 'true' : undefined}>
                <th scope="row">
                  <button type="button" className="link" onClick={() => onLook(id)}>
                    {placeOf(candidate.offer)}
                  </button>
                  <small>
                    {whatOf(candidate)}
                    {id === chosen ? ` · ${t.chosen}` : onFront ? ` · ${t.onFront}` : ''}
                  </small>
                </th>
                <td className="figure">{format.money(candidate.cost.total)}</td>
                <td className="figure">{format.grams(grams)}</td>
                <td className="figure">
                  {candidate.roundTrip
                    ? format.milliseconds(candidate.roundTrip.milliseconds)
                    : text.none}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
