import { useApi } from '../api/context';
import type { ProviderHealth, ProviderState } from '../api/types';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Badge, Empty, ProblemNotice, type Tone } from '../shell/Notice';
import { Page } from '../shell/Page';
import { Link } from '../shell/router';
import { useNow } from '../shell/useNow';
import { PROVIDERS_EVERY_MS } from './ProviderStrip';

const tone: Record<ProviderState, Tone> = { ok: 'good', failing: 'bad', waiting: 'warn' };

export default function ProvidersPage() {
  const api = useApi();
  const providers = useResource('providers', (s) => api.providers(s), PROVIDERS_EVERY_MS);
  const items = providers.data?.items;
  return (
    <Page title={text.providers.title}>
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
                <th scope="col">{text.market.provider}</th>
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
    </Page>
  );
}

function ProviderRow({ provider }: { provider: ProviderHealth }) {
  const now = useNow();
  const query = `?provider=${encodeURIComponent(provider.id)}`;
  return (
    <tr data-testid="provider-row" data-provider={provider.id}>
      <th scope="row">
        {provider.name} <small>{provider.id}</small>
      </th>
      <td>
        <Badge tone={tone[provider.state]}>{text.providerState[provider.state]}</Badge>
      </td>
      <td className="figure">
        <Link href={`/market${query}`}>{format.integer(provider.offers)}</Link>
      </td>
      <td className="figure">
        <Link href={`/quarantine${query}`}>{format.integer(provider.quarantined)}</Link>
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
      <td>{provider.capabilities.join(', ') || text.none}</td>
      <td>{provider.fault ?? text.none}</td>
    </tr>
  );
}
