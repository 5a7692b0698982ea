import { useState } from 'react';
import { useApi } from '../api/context';
import type { Charge } from '../api/types';
import { usePages } from '../api/usePages';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { ProblemNotice } from '../shell/Notice';
import { Link } from '../shell/router';
import { DisputeForm } from './DisputeForm';

const t = text.disputes;

/** What stands behind an invoice: each charge of its month, which can be disputed. */
export function MonthCharges({ month }: { month: string }) {
  const api = useApi();
  const pages = usePages(`charges of ${month}`, (cursor, signal) =>
    api.chargesOf(month, cursor, signal),
  );
  const [disputed, setDisputed] = useState<Charge | null>(null);
  return (
    <section className="panel" aria-label={t.chargesOf(month)}>
      <h3>{t.chargesOf(month)}</h3>
      {pages.problem && <ProblemNotice problem={pages.problem} onRetry={pages.reload} />}
      {!pages.items && pages.loading && <p role="status">{text.loading}</p>}
      {pages.items && (
        <div className="scroll-x" tabIndex={0} role="region" aria-label={t.everyChargeOf(month)}>
          <table className="grid" data-testid="month-charges">
            <thead>
              <tr>
                <th scope="col">{t.what}</th>
                <th scope="col">{text.workload.amount}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {pages.items.map((charge) => (
                <tr key={charge.lease + charge.from}>
                  <th scope="row">
                    <Link href={`/workloads/${charge.workload}`}>
                      {text.spend.leaseOf(charge.lease)}
                    </Link>
                    <small>{format.span(charge.from, charge.to)}</small>
                  </th>
                  <td>{format.exactMoney(charge.amount)}</td>
                  <td>
                    <button
                      type="button"
                      className="button"
                      aria-label={t.open(format.span(charge.from, charge.to))}
                      onClick={() => setDisputed(charge)}
                    >
                      {t.openShort}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {pages.loadMore && (
        <button type="button" className="button" onClick={pages.loadMore}>
          {text.more}
        </button>
      )}
      {disputed && (
        <DisputeForm
          key={disputed.lease + disputed.from}
          charge={disputed}
          onCancel={() => setDisputed(null)}
        />
      )}
    </section>
  );
}
