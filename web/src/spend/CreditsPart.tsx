import { useApi } from '../api/context';
import type { Credits } from '../api/types';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Empty, ProblemNotice } from '../shell/Notice';

const t = text.spend;

/** What was given and prepaid, and what is left of it. Not shown to those who may not see invoices either. */
export function CreditsPart() {
  const api = useApi();
  const { data, problem, loading, reload } = useResource('credits', (s) => api.credits(s));
  if (problem?.status === 403) return null;
  const nothing = data?.grants.length === 0 && data.payments.length === 0;
  return (
    <section>
      <h2>{t.credits}</h2>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {!data && loading && <p role="status">{text.loading}</p>}
      {nothing && (
        <Empty title={t.noCredits}>
          <p>{t.noCreditsBody}</p>
        </Empty>
      )}
      {data && !nothing && <Left credits={data} />}
      {data && data.grants.length > 0 && <Grants credits={data} />}
    </section>
  );
}

function Left({ credits }: { credits: Credits }) {
  return (
    <dl className="budget-figures" data-testid="credits">
      <div>
        <dt>{t.creditLeft}</dt>
        <dd>{format.moneys(credits.credit) || text.none}</dd>
      </div>
      <div>
        <dt>{t.prepaidLeft}</dt>
        <dd>{format.moneys(credits.prepaid) || text.none}</dd>
      </div>
    </dl>
  );
}

function Grants({ credits }: { credits: Credits }) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.credits}>
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{t.grantedFor}</th>
            <th scope="col">{t.given}</th>
            <th scope="col">{t.left}</th>
            <th scope="col">{t.expires}</th>
          </tr>
        </thead>
        <tbody>
          {credits.grants.map((grant) => (
            <tr key={grant.id}>
              <th scope="row">{grant.reason}</th>
              <td>{format.money(grant.amount)}</td>
              <td>{format.money(grant.left)}</td>
              <td>
                {grant.expired
                  ? t.expired
                  : grant.expiresAt
                    ? format.date(grant.expiresAt)
                    : t.never}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
