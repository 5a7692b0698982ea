import { useApi } from '../api/context';
import type { Claim } from '../api/types';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Badge, ProblemNotice, type Tone } from '../shell/Notice';

const t = text.sites;
const LOOK_EVERY_MS = 15_000;
const tone: Record<Claim['state'], Tone> = { proposed: 'warn', verified: 'good', refused: 'bad' };

/** What is known of a site, by whom, how, and until when. */
export function ClaimList({ siteId }: { siteId: string }) {
  const api = useApi();
  const { data, problem, reload } = useResource(
    `claims ${siteId}`,
    (signal) => api.claims(siteId, signal),
    LOOK_EVERY_MS,
  );
  return (
    <section>
      <h2>{t.claims}</h2>
      <p>{t.claimsLead}</p>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {data?.items.length === 0 && <p>{t.noClaims}</p>}
      {data && data.items.length > 0 && (
        <div className="scroll-x" tabIndex={0} role="region" aria-label={t.claims}>
          <table className="grid">
            <thead>
              <tr>
                <th scope="col">{t.attribute}</th>
                <th scope="col">{t.value}</th>
                <th scope="col">{t.state}</th>
                <th scope="col">{t.verifier}</th>
                <th scope="col">{t.until}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((claim) => (
                <tr key={claim.id} data-testid="claim">
                  <th scope="row">{claim.attribute}</th>
                  <td>{[claim.value, claim.unit].filter(Boolean).join(' ')}</td>
                  <td>
                    <Badge tone={claim.state === 'verified' && !claim.holds ? 'calm' : tone[claim.state]}>
                      {claim.state === 'verified' && !claim.holds ? t.expired : t.claimState[claim.state]}
                    </Badge>
                  </td>
                  <td className="sentence">
                    {[claim.verifier, claim.method, claim.remark].filter(Boolean).join('; ')}
                  </td>
                  <td>{format.moment(claim.expiresAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
