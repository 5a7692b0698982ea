import type { Candidate, Placement } from '../api/types';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { placeOf, whatOf } from '../run/candidate';
import { costOf, gramsOf } from '../run/front';
import { shareMore } from './points';

const t = text.compare;

interface VerdictProps {
  placement: Placement;
  choice: Candidate;
  looked: Candidate;
}

/** Why this; or, of another one, why not that; and what would make a better one fit. */
export function Verdict({ placement, choice, looked }: VerdictProps) {
  const same = looked.offer.id === choice.offer.id;
  return (
    <section className="panel compare-why" aria-live="polite" data-testid="why">
      <p className="eyebrow">{same ? t.whyThis : t.whyNot}</p>
      <h2>
        {whatOf(looked)} <span>{placeOf(looked.offer)}</span>
      </h2>
      {same ? <p>{choice.why}</p> : <Difference choice={choice} looked={looked} />}
      {!looked.offer.leasable && <p className="hint">{looked.offer.leasableReason}</p>}
      {same && placement.nearestMisses.length > 0 && (
        <>
          <h3>{t.relax}</h3>
          <ul>
            {placement.nearestMisses.map((miss, i) => (
              <li key={i}>{miss.advice}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Difference({ choice, looked }: { choice: Candidate; looked: Candidate }) {
  const cost = shareMore(costOf(looked), costOf(choice));
  const carbon = shareMore(gramsOf(looked), gramsOf(choice));
  const trip =
    looked.roundTrip && choice.roundTrip
      ? looked.roundTrip.milliseconds - choice.roundTrip.milliseconds
      : null;
  return (
    <ul data-testid="difference">
      {cost !== null && <li>{cost >= 0 ? t.dearer(share(cost)) : t.cheaper(share(-cost))}</li>}
      {carbon !== null && (
        <li>{carbon >= 0 ? t.dirtier(share(carbon)) : t.cleaner(share(-carbon))}</li>
      )}
      {trip !== null && (
        <li>
          {trip >= 0
            ? t.further(format.milliseconds(trip))
            : t.nearer(format.milliseconds(-trip))}
        </li>
      )}
    </ul>
  );
}

function share(value: number): string {
  return format.finePercent(value);
}
