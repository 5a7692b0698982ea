import { useState } from 'react';
import { useApi } from '../api/context';
import { usePages } from '../api/usePages';
import type { AvailabilityHistory, AvailabilitySpan } from '../api/types';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { PartNotice } from '../shell/Notice';
import { useNow } from '../shell/useNow';

const t = text.availabilityHistory;
const WIDTH = 600;

/** When it was to be had: as a strip of a month, and change by change. */
export function AvailabilityPart({ offer }: { offer: string }) {
  const api = useApi();
  const now = useNow();
  const [about, setAbout] = useState<AvailabilityHistory | null>(null);
  const pages = usePages(`availability ${offer}`, async (cursor, signal) => {
    const page = await api.availability(offer, cursor, signal);
    setAbout(page);
    return page;
  });
  const spans = pages.items ?? [];
  return (
    <section aria-labelledby="offer-availability" className="availability-part">
      <h2 id="offer-availability">{t.title}</h2>
      {pages.problem && <PartNotice problem={pages.problem} onRetry={pages.reload} />}
      {!pages.items && pages.loading && <p role="status">{text.loading}</p>}
      {pages.items && spans.length === 0 && <p className="hint">{t.none}</p>}
      {spans.length > 0 && <Strip spans={spans} now={now} />}
      {about?.start && <p>{chanceOf(about.start)}</p>}
      {about && !about.levelsKept && <p className="hint">{t.noLevels}</p>}
      {spans.length > 1 && (
        <details>
          <summary>
            {t.changes(format.integer(spans.length), format.integer(pages.total))}
          </summary>
          <SpanTable spans={spans} now={now} />
          {pages.loadMore && (
            <button type="button" className="button" onClick={pages.loadMore}>
              {text.more}
            </button>
          )}
        </details>
      )}
    </section>
  );
}

function chanceOf(start: NonNullable<AvailabilityHistory['start']>): string {
  const chance = format.percent(start.chance);
  return start.triedLately === 0
    ? t.noTries(chance)
    : t.tries(format.integer(start.startedLately), format.integer(start.triedLately), chance);
}

/** The legend below it says the same in words. */
function Strip({ spans, now }: { spans: AvailabilitySpan[]; now: number }) {
  const begin = Date.parse(spans.at(-1)!.from);
  const whole = Math.max(1, now - begin);
  const x = (at: number) => ((at - begin) / whole) * WIDTH;
  const until = (span: AvailabilitySpan) => Math.max(begin, span.to ? Date.parse(span.to) : now);
  const shares = new Map<AvailabilitySpan['state'], number>();
  for (const span of spans) {
    const share = (until(span) - Date.parse(span.from)) / whole;
    shares.set(span.state, (shares.get(span.state) ?? 0) + share);
  }
  const [only] = spans;
  return (
    <>
      <svg
        className="availability-strip"
        viewBox={`0 0 ${WIDTH} 24`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {spans.map((span) => (
          <rect
            key={span.from}
            className={`state-${span.state}`}
            x={x(Date.parse(span.from))}
            width={Math.max(0.5, x(until(span)) - x(Date.parse(span.from)))}
            height={24}
          />
        ))}
      </svg>
      {spans.length === 1 && only ? (
        <p data-testid="availability">
          {t.unchanged(t.state[only.state], format.moment(only.from))}
        </p>
      ) : (
        <ul className="availability-legend" data-testid="availability">
          {[...shares].map(([state, share]) => (
            <li key={state}>
              <i className={`state-${state}`} aria-hidden="true" />
              {t.share(t.state[state], format.percent(share))}
            </li>
          ))}
          <li>{t.since(format.date(spans.at(-1)!.from))}</li>
        </ul>
      )}
    </>
  );
}

function SpanTable({ spans, now }: { spans: AvailabilitySpan[]; now: number }) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.title}>
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{t.when}</th>
            <th scope="col">{t.what}</th>
            <th scope="col">{t.lasted}</th>
          </tr>
        </thead>
        <tbody>
          {spans.map(({ from, to, state }) => (
            <tr key={from}>
              <td>{format.moment(from)}</td>
              <td>{t.state[state]}</td>
              <td>
                {format.duration(((to ? Date.parse(to) : now) - Date.parse(from)) / 1000)}
                {!to && ` (${t.now})`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
