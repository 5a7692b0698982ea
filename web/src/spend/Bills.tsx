import { useRef, useState } from 'react';
import { useApi } from '../api/context';
import type { Money, ProviderBill, ReconciliationLine, ReconciliationSum } from '../api/types';
import { useAction } from '../api/useAction';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Empty, ProblemNotice } from '../shell/Notice';
import { Link } from '../shell/router';

const t = text.spend;
const PROVIDERS = { aws: 'AWS', gcp: 'Google Cloud', azure: 'Azure' } as const;

/** Providers' bills against the books. Not shown to those who may not see invoices either. */
export function Bills() {
  const api = useApi();
  const sums = useResource('bill sums', (s) => api.reconciliationSums(s));
  const lines = useResource('bill lines', (s) => api.reconciliation(s));
  if (sums.problem?.status === 403) return null;
  const again = () => {
    sums.reload();
    lines.reload();
  };
  const wrong = lines.data?.items.filter((it) => it.state !== 'agrees' && it.state !== 'other');
  return (
    <section>
      <h2>{t.bills}</h2>
      <p>{t.billsLead}</p>
      {sums.problem && <ProblemNotice problem={sums.problem} onRetry={again} />}
      {!sums.data && sums.loading && <p role="status">{text.loading}</p>}
      {sums.data?.items.length === 0 && (
        <Empty title={t.noBills}>
          <p>{t.noBillsBody}</p>
        </Empty>
      )}
      {sums.data && sums.data.items.length > 0 && <Sums items={sums.data.items} />}
      {wrong && wrong.length > 0 && <Lines items={wrong} />}
      <Bring onBrought={again} />
    </section>
  );
}

function Bring({ onBrought }: { onBrought(): void }) {
  const api = useApi();
  const input = useRef<HTMLInputElement>(null);
  const [provider, setProvider] = useState<keyof typeof PROVIDERS>('aws');
  const [bill, setBill] = useState<ProviderBill | null>(null);
  const { busy, refusal, act } = useAction(onBrought);
  const bring = (file: File | undefined) => {
    if (file) void act(async () => setBill(await api.importBill(provider, file)));
  };
  return (
    <form
      className="override-fields"
      onSubmit={(event) => {
        event.preventDefault();
        bring(input.current?.files?.[0]);
      }}
    >
      <label>
        {t.billOf}
        <select
          value={provider}
          onChange={(event) => setProvider(event.target.value as keyof typeof PROVIDERS)}
        >
          {Object.entries(PROVIDERS).map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t.billFile}
        <input ref={input} type="file" required />
      </label>
      <button type="submit" className="button" disabled={busy}>
        {t.bring}
      </button>
      {refusal && <ProblemNotice problem={refusal} />}
      {bill && (
        <p role="status" data-testid="brought">
          {t.brought(bill.name, format.integer(bill.lines), format.integer(bill.faults))}
        </p>
      )}
    </form>
  );
}

function Sums({ items }: { items: ReconciliationSum[] }) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.bills}>
      <table className="grid" data-testid="bill-sums">
        <thead>
          <tr>
            <th scope="col">{t.provider}</th>
            <th scope="col">{t.billState}</th>
            <th scope="col">{t.count}</th>
            <th scope="col">{t.billed}</th>
            <th scope="col">{t.quoted}</th>
            <th scope="col">{t.charged}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((sum) => (
            <tr key={`${sum.provider} ${sum.state} ${sum.billed?.currency} ${sum.charged?.currency}`}>
              <th scope="row">{sum.provider}</th>
              <td>{stateOf(sum)}</td>
              <td>{format.integer(sum.count)}</td>
              <td>{money(sum.billed)}</td>
              <td>{money(sum.quoted)}</td>
              <td>{money(sum.charged)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Lines({ items }: { items: ReconciliationLine[] }) {
  return (
    <>
      <h3>{t.wrong}</h3>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t.wrong}>
        <table className="grid" data-testid="bill-lines">
          <thead>
            <tr>
              <th scope="col">{t.what}</th>
              <th scope="col">{t.billState}</th>
              <th scope="col">{t.billed}</th>
              <th scope="col">{t.quoted}</th>
              <th scope="col">{t.charged}</th>
              <th scope="col">{t.difference}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((line) => (
              <tr key={`${line.lease} ${line.resource} ${line.billed?.currency}`}>
                <th scope="row">{nameOf(line)}</th>
                <td>{stateOf(line)}</td>
                <td>{money(line.billed)}</td>
                <td>{money(line.quoted)}</td>
                <td>{money(line.charged)}</td>
                <td>{money(line.difference)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function nameOf({ lease, workload, resource, provider }: ReconciliationLine) {
  const name = lease ? t.leaseOf(lease) : (resource ?? provider);
  return workload ? <Link href={`/workloads/${workload}`}>{name}</Link> : `${name} ${resource ?? ''}`;
}

function stateOf({ state }: { state: string }): string {
  return (t.billStates as Record<string, string>)[state] ?? state;
}

const money = (amount: Money | null) => (amount ? format.money(amount) : text.none);
