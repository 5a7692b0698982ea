import type { Candidate, NearestMiss, Placement, Rejection } from '../api/types';
import { dearerBy, format } from '../i18n/format';
import { text } from '../i18n/text';
import { ListPrice, rateOf } from '../market/OfferRow';
import { Link } from '../shell/router';
import { Breakdown } from './Breakdown';
import { CandidateTable } from './CandidateTable';
import { FrontChart } from './FrontChart';
import { placeOf, whatOf } from './candidate';

/** The decision and its reasons; the same on the preview and on a submitted workload. */
export function PlacementView({ placement }: { placement: Placement }) {
  const { choice, startable } = placement;
  return (
    <div className="placement" data-testid="preview-result" data-outcome={placement.outcome}>
      {choice ? (
        <Choice choice={choice} startable={startable} />
      ) : (
        <div className="verdict verdict-unplaced" data-testid="unplaced">
          <h2>{text.run.unplaced}</h2>
          <p>{text.run.unplacedBody(format.integer(placement.considered))}</p>
        </div>
      )}
      <LaterStart placement={placement} />
      {placement.explanation.length > 0 && (
        <section>
          <h3>{text.run.explanation}</h3>
          <ol className="explanation" data-testid="explanation">
            {placement.explanation.map((sentence, i) => (
              <li key={i}>{sentence}</li>
            ))}
          </ol>
        </section>
      )}
      {choice && <Breakdown candidate={choice} />}
      {choice && placement.runnersUp.length > 0 && (
        <section>
          <h3>{text.run.runnersUp}</h3>
          <CandidateTable base={choice} candidates={placement.runnersUp} />
        </section>
      )}
      {choice && placement.front.length > 1 && (
        <FrontChart front={placement.front} choice={choice} />
      )}
      <Reasons placement={placement} />
      <p className="hint">
        {text.run.considered(
          format.integer(placement.feasible),
          format.integer(placement.considered),
        )}
        {' · '}
        {text.run.market(
          format.integer(placement.marketVersion),
          format.integer(placement.conditionsVersion),
        )}
        {' · '}
        <time dateTime={placement.decidedAt}>{format.moment(placement.decidedAt)}</time>
      </p>
    </div>
  );
}

/** Only where waiting gains something. */
function LaterStart({ placement: { startAfter, decidedAt } }: { placement: Placement }) {
  if (!startAfter || startAfter.startAt === decidedAt) return null;
  const { startAt, totalGrams, totalGramsNow } = startAfter;
  return (
    <p className="notice" data-testid="start-after">
      {text.run.startAfter(
        format.moment(startAt),
        format.grams(totalGrams),
        format.grams(totalGramsNow),
      )}
    </p>
  );
}

function Choice({ choice, startable }: { choice: Candidate; startable: Candidate | null }) {
  const same = startable?.offer.id === choice.offer.id || choice.offer.leasable;
  return (
    <>
      <Verdict
        candidate={choice}
        testId="choice"
        title={same ? text.run.placed : text.run.notLeasable}
        note={same ? text.run.placedAnd : choice.offer.leasableReason}
      />
      {!same && (
        <p>
          <Link href="/accounts">{text.accounts.toConnect}</Link>
        </p>
      )}
      {!same && startable && (
        <Verdict
          candidate={startable}
          testId="startable"
          title={text.run.startable}
          note={dearer(choice, startable)}
        />
      )}
      {!same && !startable && (
        <p className="notice notice-warn" data-testid="no-startable">
          {text.run.noStartable} {text.run.connect}
        </p>
      )}
    </>
  );
}

function dearer(choice: Candidate, startable: Candidate): string | null {
  const ratio = dearerBy(choice.cost.total, startable.cost.total);
  return ratio === null ? null : text.run.startableDearer(format.finePercent(ratio));
}

interface VerdictProps {
  candidate: Candidate;
  title: string;
  note: string | null;
  testId: string;
}

function Verdict({ candidate, title, note, testId }: VerdictProps) {
  return (
    <div className={`verdict verdict-${testId}`} data-testid={testId}>
      <div>
        <p className="eyebrow">{title}</p>
        <h2>
          {whatOf(candidate)} <span>{placeOf(candidate.offer)}</span>
        </h2>
        {testId === 'startable' && candidate.why && <p>{candidate.why}</p>}
        {note && <p className="verdict-note">{note}</p>}
        {candidate.offer.priceOverride && (
          <p className="hint" data-testid={`${testId}-own-price`}>
            {candidate.offer.priceOverride}
          </p>
        )}
        <Start candidate={candidate} testId={testId} />
        {candidate.converted && (
          <p className="hint" data-testid={`${testId}-compared`}>
            {text.truth.compared(format.money(candidate.converted.price))}{' '}
            {rateOf(candidate.converted, candidate.pricePerHour.currency)}
          </p>
        )}
        {candidate.roundTrip && (
          <p className="hint">
            {text.run.roundTrip(
              format.milliseconds(candidate.roundTrip.milliseconds),
              candidate.roundTrip.from,
              candidate.roundTrip.basis,
            )}
          </p>
        )}
      </div>
      <p className="verdict-price">
        <strong data-testid={`${testId}-price`}>{format.money(candidate.pricePerHour)}</strong>
        <span>{text.run.perHour}</span>
        <ListPrice offer={candidate.offer} />
      </p>
    </div>
  );
}

/** Not there in placements that were stored before launches were remembered. */
function Start({ candidate, testId }: { candidate: Candidate; testId: string }) {
  const start = candidate.start as Candidate['start'] | null | undefined;
  if (!start) return null;
  return (
    <p className="hint" data-testid={`${testId}-start`} title={start.source}>
      {text.run.start(
        format.duration(start.expectedSeconds),
        format.integer(start.startedLately),
        format.integer(start.triedLately),
      )}
    </p>
  );
}

/** The count stands before the sentence already. */
function withoutCount({ text: sentence }: Rejection): string {
  return sentence.replace(/^[\d.,]+ offers?: /, '').replace(/^./, (letter) => letter.toUpperCase());
}

/** Where there is a choice, only what would be cheaper than it; the greatest saving first. */
function worthTelling({ choice, nearestMisses }: Placement): NearestMiss[] {
  return nearestMisses
    .filter((miss) => choice === null || (miss.savingPercent ?? 0) > 0)
    .sort((a, b) => (b.savingPercent ?? 0) - (a.savingPercent ?? 0));
}

function Reasons({ placement }: { placement: Placement }) {
  const misses = worthTelling(placement);
  const most = Math.max(1, ...placement.rejections.map((rejection) => rejection.count));
  return (
    <>
      {misses.length > 0 && (
        <section>
          <h3>{text.run.misses}</h3>
          <ul className="misses" data-testid="nearest-misses">
            {misses.map((miss, i) => (
              <li key={i}>
                <p>
                  <strong>{miss.advice}</strong>
                  {!miss.advice.includes('%') && (miss.savingPercent ?? 0) > 0 && (
                    <span className="saving">
                      {text.run.cheaper(format.percent((miss.savingPercent ?? 0) / 100))}
                    </span>
                  )}
                </p>
                <small>
                  {whatOf(miss.candidate)}, {placeOf(miss.candidate.offer)}
                  {miss.candidate.carbon &&
                    `, ${format.grams(miss.candidate.carbon.totalGrams)} ${text.run.gramsUnit}`}
                </small>
              </li>
            ))}
          </ul>
        </section>
      )}
      {placement.rejections.length > 0 && (
        <section>
          <h3>{text.run.rejections}</h3>
          <ul className="rejections" data-testid="rejections">
            {placement.rejections.map((rejection) => (
              <li key={rejection.reason} data-reason={rejection.reason}>
                <span className="rejection-count">{format.integer(rejection.count)}</span>
                <span>
                  {withoutCount(rejection)}
                  <i style={{ width: `${(100 * rejection.count) / most}%` }} aria-hidden="true" />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
