import { useApi } from '../api/context';
import type { Savings, SavingsAgainst } from '../api/types';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { ProblemNotice } from '../shell/Notice';

const t = text.savings;

/** What choosing has saved this month, with how that is reckoned beside it. */
export function SavingsPart() {
  const api = useApi();
  const { data, problem, loading, reload } = useResource('savings', (s) => api.savings(s));
  return (
    <section aria-labelledby="savings">
      <h2 id="savings">{t.title}</h2>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {!data && loading && <p role="status">{text.loading}</p>}
      {data && <Against savings={data} />}
      {data && (
        <details>
          <summary>{t.how}</summary>
          <p>{data.method}</p>
        </details>
      )}
    </section>
  );
}

function Against({ savings }: { savings: Savings }) {
  const { cheapestCloud, doingNothing, compared, spent } = savings;
  if (!doingNothing) return <p>{t.nothing}</p>;
  return (
    <>
      <p>{t.compared(format.money(compared), format.money(spent))}</p>
      <dl className="figures" data-testid="savings">
        {cheapestCloud && (
          <Figure name={t.cheapest(cheapestCloud.seller ?? '')} against={cheapestCloud} />
        )}
        <Figure name={t.doingNothing} against={doingNothing} />
      </dl>
      {!cheapestCloud && <p>{t.noSeller}</p>}
    </>
  );
}

function Figure({ name, against }: { name: string; against: SavingsAgainst }) {
  const { saved, wouldHaveCost } = against;
  const less = saved.amount.startsWith('-');
  const amount = format.money({ ...saved, amount: saved.amount.replace('-', '') });
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {less ? t.lost(amount) : t.saved(amount)}
        <small>{t.wouldHaveCost(format.money(wouldHaveCost))}</small>
      </dd>
    </div>
  );
}
