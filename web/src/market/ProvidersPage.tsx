import { useApi } from '../api/context';
import type { ProviderHealth, ProviderState } from '../api/types';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Badge, Empty, PartNotice, ProblemNotice, type Tone } from '../shell/Notice';
import { Page } from '../shell/Page';
import { Link } from '../shell/router';
import { useNow } from '../shell/useNow';
import { GridSignals } from './GridSignals';
import { PROVIDERS_EVERY_MS } from './ProviderStrip';

const tone: Record<ProviderState, Tone> = { ok: 'good', failing: 'bad', waiting: 'warn' };

export default function ProvidersPage() {
  const api = useApi();
  const providers = useResource('providers', (s) => api.providers(s), PROVIDERS_EVERY_MS);
  const facets = useResource('facets', (signal) => api.facets(signal));
  const items = providers.data?.items;
  const sellers = facets.data?.providers ?? [];
  return (
    <Page title={text.providers.title}>
      <p className="lead">{text.providers.lead}</p>
      <p className="chips">
        <Link className="chip" href="/discrepancies">
          {text.truth.discrepancies}
        </Link>{' '}
        <Link className="chip" href="/prices">
          {text.overrides.title}
        </Link>{' '}
        <Link className="chip" href="/sites">
          {text.sites.title}
        </Link>
      </p>
      {providers.problem && (
        <ProblemNotice problem={providers.problem} onRetry={providers.reload} />
      )}
      {!items && providers.loading && <p role="status">{text.loading}</p>}
      {items?.length === 0 && <Empty title={text.providers.empty} />}
      {items && items.length > 0 && (
        <div className="scroll-x" tabIndex={0} role="region" aria-label={text.providers.title}>
          <table className="grid">
            <thead>
              <tr>
                <th scope="col">{text.providers.feed}</th>
                <th scope="col">{text.providers.state}</th>
                <th scope="col" className="figure">
                  {text.providers.offers}
                </th>
                <th scope="col" className="figure">
                  {text.providers.inQuarantine}
                </th>
                <th scope="col">{text.providers.last}</th>
                <th scope="col">{text.providers.account}</th>
                <th scope="col">{text.providers.capabilities}</th>
                <th scope="col">{text.providers.fault}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((provider) => (
                <ProviderRow key={provider.id} provider={provider} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <GridSignals />
      {facets.problem && !facets.data && (
        <PartNotice problem={facets.problem} onRetry={facets.reload} />
      )}
      {sellers.length > 0 && (
        <section>
          <h2>{text.providers.sellers}</h2>
          <ul className="chips" data-testid="sellers">
            {sellers.map(({ value, count }) => (
              <li key={value}>
                <Link className="chip" href={`/market?provider=${encodeURIComponent(value)}`}>
                  {value} <strong>{format.integer(count)}</strong>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Page>
  );
}

function ProviderRow({ provider }: { provider: ProviderHealth }) {
  const now = useNow();
  return (
    <tr data-testid="provider-row" data-provider={provider.id}>
      <th scope="row">
        {provider.name}
        {provider.name !== provider.id && <small>{provider.id}</small>}
      </th>
      <td>
        <Badge tone={tone[provider.state]}>{text.providerState[provider.state]}</Badge>
        <small data-testid="circuit" title={lastCall(provider)}>
          {circuit(provider, now)}
        </small>
      </td>
      <td className="figure">
        {format.integer(provider.offers)}
      </td>
      <td className="figure">
        {provider.quarantined > 0 ? (
          <Link href="/quarantine">{format.integer(provider.quarantined)}</Link>
        ) : (
          format.integer(0)
        )}
      </td>
      <td>
        {provider.lastSuccess ? (
          <time dateTime={provider.lastSuccess} title={format.moment(provider.lastSuccess)}>
            {format.ago(provider.lastSuccess, now)}
          </time>
        ) : (
          text.providers.never
        )}
      </td>
      <td>{provider.leasable ? text.market.leasable : text.market.viewOnly}</td>
      <td className="sentence">{provider.capabilities.join(', ').replace(/_/g, ' ') || text.none}</td>
      <td className={provider.fault ? 'sentence' : undefined}>{provider.fault ?? text.none}</td>
    </tr>
  );
}

/** What the calls have come to, in words. */
function circuit({ circuit: { state, failuresInARow, nextAttempt } }: ProviderHealth, now: number) {
  const t = text.providers.circuit;
  if (state === 'half_open') return t.halfOpen(failuresInARow);
  if (!nextAttempt) return t.calling;
  const next = format.ago(nextAttempt, now);
  if (state === 'open') return t.open(failuresInARow, next);
  return failuresInARow > 0 ? t.failed(failuresInARow, next) : t.closed(next);
}

function lastCall({ circuit: { lastDurationMillis } }: ProviderHealth): string | undefined {
  if (lastDurationMillis === null) return undefined;
  return text.providers.circuit.took(format.milliseconds(lastDurationMillis));
}
