import { useApi } from '../api/context';
import type { MarketSummary } from '../api/types';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { PartNotice } from '../shell/Notice';
import { Link } from '../shell/router';
import { useNow } from '../shell/useNow';

const EVERY_MS = 60_000;

/** Which prices are live and which are from a table, so that nobody takes the one for the other. */
export function MarketSources() {
  const api = useApi();
  const { data, problem, reload } = useResource('market', (signal) => api.market(signal), EVERY_MS);
  if (problem && !data) return <PartNotice problem={problem} onRetry={reload} />;
  if (!data || data.offers === 0) return null;
  const { live } = data.terms;
  return (
    <div
      className={live === 0 ? 'notice notice-warn sources' : 'sources'}
      data-testid="market-sources"
      data-live={live > 0}
    >
      <div>
        {live === 0 && (
          <p>
            <strong>{text.truth.noLive}</strong> {text.truth.noLiveBody(oldest(data))}
          </p>
        )}
        <details>
          <summary>{summary(data)}</summary>
          <Feeds market={data} />
          <p>
            <Link href="/discrepancies">{text.truth.discrepancies}</Link> ·{' '}
            <Link href="/prices">{text.overrides.title}</Link>
          </p>
        </details>
      </div>
    </div>
  );
}

function summary({ terms, superseded, expired }: MarketSummary): string {
  return [
    text.truth.live(format.integer(terms.live)),
    text.truth.listOnly(format.integer(terms.list)),
    terms.declared > 0 && text.truth.declared(format.integer(terms.declared)),
    superseded > 0 && text.truth.supersededCount(format.integer(superseded)),
    expired > 0 && text.truth.expiredCount(format.integer(expired)),
  ]
    .filter(Boolean)
    .join(' · ');
}

function oldest({ feeds }: MarketSummary): string | null {
  const dates = feeds.flatMap((feed) => feed.figuresFrom ?? []).sort();
  return dates[0] ? format.date(dates[0]) : null;
}

function Feeds({ market }: { market: MarketSummary }) {
  const now = useNow();
  const t = text.truth;
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.sources}>
      <table className="grid" data-testid="market-feeds">
        <thead>
          <tr>
            <th scope="col">{text.providers.feed}</th>
            <th scope="col">{t.whose}</th>
            <th scope="col">{t.prices}</th>
            <th scope="col" className="figure">
              {text.providers.offers}
            </th>
            <th scope="col" className="figure">
              {t.setAside}
            </th>
            <th scope="col">{t.updated}</th>
            <th scope="col">{t.figures}</th>
          </tr>
        </thead>
        <tbody>
          {market.feeds.map((feed) => (
            <tr key={feed.feed}>
              <th scope="row">
                {feed.feed}
                <small>{feed.source}</small>
              </th>
              <td>{t.standing[feed.standing]}</td>
              <td>{kinds(feed.terms)}</td>
              <td className="figure">{format.integer(feed.offers)}</td>
              <td className="figure">{format.integer(feed.superseded)}</td>
              <td>
                <time dateTime={feed.lastUpdate}>{format.ago(feed.lastUpdate, now)}</time>
              </td>
              <td>{feed.figuresFrom ? format.date(feed.figuresFrom) : text.none}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function kinds(terms: MarketSummary['terms']): string {
  const names = (['live', 'list', 'declared'] as const).filter((kind) => terms[kind] > 0);
  return names.map((kind) => text.term[kind]).join(', ') || text.none;
}
