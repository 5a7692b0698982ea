import { useApi } from '../api/context';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { PartNotice } from '../shell/Notice';
import { Link } from '../shell/router';

export const PROVIDERS_EVERY_MS = 30_000;

export function ProviderStrip() {
  const api = useApi();
  const { data, problem, reload } = useResource('providers', (s) => api.providers(s), PROVIDERS_EVERY_MS);
  const providers = data?.items ?? [];
  const ok = providers.filter((provider) => provider.state === 'ok').length;
  const quarantined = providers.reduce((sum, provider) => sum + provider.quarantined, 0);
  return (
    <div className="strip" role="group" aria-label={text.providers.strip} data-testid="provider-strip">
      {problem && !data && <PartNotice problem={problem} onRetry={reload} />}
      {data && (
        <>
          <Link href="/providers" className="strip-health">
            <span className="strip-dots" aria-hidden="true">
              {providers.map((provider) => (
                <i key={provider.id} className={`dot dot-${provider.state}`} />
              ))}
            </span>
            {text.providers.summary(format.integer(ok), format.integer(providers.length))}
          </Link>
          <Link href="/quarantine" data-testid="quarantine-count">
            {text.providers.quarantined(format.integer(quarantined), quarantined)}
          </Link>
        </>
      )}
    </div>
  );
}
