import { useApi } from '../api/context';
import type { CarbonFeedHealth, ProviderState } from '../api/types';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Badge, PartNotice, type Tone } from '../shell/Notice';
import { useNow } from '../shell/useNow';
import { PROVIDERS_EVERY_MS } from './ProviderStrip';

const tone: Record<ProviderState, Tone> = { ok: 'good', failing: 'bad', waiting: 'warn' };

/** What decisions rest on beside offers: carbon figures and exchange rates. */
export function GridSignals() {
  const api = useApi();
  const feeds = useResource('carbon-feeds', (s) => api.carbonFeeds(s), PROVIDERS_EVERY_MS);
  const rates = useResource('exchange-rates', (s) => api.exchangeRates(s));
  const t = text.signals;
  if (!feeds.data) {
    return feeds.problem && <PartNotice problem={feeds.problem} onRetry={feeds.reload} />;
  }
  return (
    <section>
      <h2>{t.title}</h2>
      <p>
        {t.counted(feeds.data.basis.replace(/_/g, ' '))}{' '}
        {rates.data && t.rates(rates.data.source, rates.data.date, rates.data.ageDays)}
      </p>
      {rates.problem && <PartNotice problem={rates.problem} onRetry={rates.reload} />}
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t.title}>
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">{text.providers.feed}</th>
              <th scope="col">{text.providers.state}</th>
              <th scope="col" className="figure">
                {t.figures}
              </th>
              <th scope="col">{text.providers.last}</th>
              <th scope="col">{text.providers.fault}</th>
            </tr>
          </thead>
          <tbody>
            {feeds.data.items.map((feed) => (
              <FeedRow key={feed.id} feed={feed} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function FeedRow({ feed }: { feed: CarbonFeedHealth }) {
  const now = useNow();
  const trouble = [feed.fault, ...feed.refused].filter(Boolean).join(' · ');
  return (
    <tr data-testid="carbon-feed-row" data-feed={feed.id}>
      <th scope="row">{feed.id}</th>
      <td>
        <Badge tone={tone[feed.state]}>{text.providerState[feed.state]}</Badge>
      </td>
      <td className="figure">{format.integer(feed.figureCount)}</td>
      <td>
        {feed.kind === 'table' && text.signals.table}
        {feed.kind === 'live' && !feed.lastSuccess && text.providers.never}
        {feed.lastSuccess && (
          <time dateTime={feed.lastSuccess} title={format.moment(feed.lastSuccess)}>
            {format.ago(feed.lastSuccess, now)}
          </time>
        )}
      </td>
      <td className={trouble ? 'sentence' : undefined}>{trouble || text.none}</td>
    </tr>
  );
}
