import { useState } from 'react';
import { workloadReceiptFile } from '../api/client';
import { useApi } from '../api/context';
import type { Charge, Workload } from '../api/types';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { ProblemNotice } from '../shell/Notice';
import { DisputeForm } from '../spend/DisputeForm';

/** Exact, to the last decimal: what is shown here is what is charged. */
export function Charges({ workload }: { workload: Workload }) {
  const api = useApi();
  const { data, problem, reload } = useResource(
    `charges ${workload.id}`,
    (signal) => api.charges(workload.id, signal),
    undefined,
    `${workload.state} ${workload.cost?.amount ?? ''}`,
  );
  const [disputed, setDisputed] = useState<Charge | null>(null);
  return (
    <section>
      <h2>{text.workload.charges}</h2>
      <p data-testid="receipt">
        {text.workload.receipt}{' '}
        {(['pdf', 'csv', 'json'] as const).map((kind) => (
          <a
            key={kind}
            className="file"
            href={workloadReceiptFile(workload.id, kind)}
            aria-label={text.workload.receiptFile(kind.toUpperCase())}
            download={`carbon-${workload.id}.${kind}`}
          >
            {kind.toUpperCase()}
          </a>
        ))}
      </p>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {data?.items.length === 0 && <p className="hint">{text.workload.chargesEmpty}</p>}
      {data && data.items.length > 0 && (
        <div className="scroll-x" tabIndex={0} role="region" aria-label={text.workload.charges}>
          <table className="grid" data-testid="charges">
            <thead>
              <tr>
                <th scope="col">{text.workload.when}</th>
                <th scope="col" className="figure">
                  {text.workload.seconds}
                </th>
                <th scope="col" className="figure wide-only">
                  {text.workload.rate}
                </th>
                <th scope="col" className="figure">
                  {text.workload.amount}
                </th>
                <td />
              </tr>
            </thead>
            <tbody>
              {data.items.map((charge) => (
                <tr key={charge.lease + charge.from}>
                  <td>{format.span(charge.from, charge.to)}</td>
                  <td className="figure">{format.decimal(charge.seconds)}</td>
                  <td className="figure wide-only">
                    {format.exactMoney(charge.rate)}
                    {text.market.perHour}
                  </td>
                  <td className="figure">{format.exactMoney(charge.amount)}</td>
                  <td>
                    <button
                      type="button"
                      className="button"
                      aria-label={text.disputes.open(format.span(charge.from, charge.to))}
                      onClick={() => setDisputed(charge)}
                    >
                      {text.disputes.openShort}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row" colSpan={2}>
                  {text.workload.total}
                  {data.total > data.items.length && (
                    <small>
                      {text.quarantine.shown(
                        format.integer(data.items.length),
                        format.integer(data.total),
                      )}
                    </small>
                  )}
                </th>
                <td className="wide-only" />
                <td className="figure" data-testid="charges-total">
                  {data.totalAmounts.map(format.exactMoney).join(' + ') || text.none}
                </td>
                <td />
              </tr>
            </tfoot>
          </table>
        </div>
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
