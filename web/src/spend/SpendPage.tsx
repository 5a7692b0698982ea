import { useState } from 'react';
import { invoiceFile } from '../api/client';
import { useApi } from '../api/context';
import type { Budget, BudgetRequest, Invoice } from '../api/types';
import { useAction } from '../api/useAction';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Empty, PartNotice, ProblemNotice } from '../shell/Notice';
import { Page } from '../shell/Page';
import { Bills } from './Bills';
import { BudgetForm } from './BudgetForm';
import { BudgetList } from './BudgetList';
import { CarbonMonth } from './CarbonMonth';
import { CreditsPart } from './CreditsPart';
import { DisputesPart } from './DisputesPart';
import { MonthCharges } from './MonthCharges';
import { SavingsPart } from './SavingsPart';
import { SpendParts } from './SpendParts';

const t = text.spend;
const LOOK_AGAIN_MS = 10_000;

/** Budgets, what this month has cost and emitted, credits, invoices of the months before, what is disputed of them, and providers' bills. */
export default function SpendPage() {
  return (
    <Page title={t.title} className="spend">
      <p className="lead">{t.lead}</p>
      <Budgets />
      <SpendParts />
      <SavingsPart />
      <CarbonMonth />
      <CreditsPart />
      <Invoices />
      <DisputesPart />
      <Bills />
    </Page>
  );
}

function Budgets() {
  const api = useApi();
  const { data, problem, loading, reload } = useResource(
    'budgets',
    (s) => api.budgets(s),
    LOOK_AGAIN_MS,
  );
  const { data: projects, ...ofProjects } = useResource('projects', (s) => api.projects(s));
  const [edited, setEdited] = useState<Budget | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const { busy, refusal, act } = useAction(reload);

  const save = (wish: BudgetRequest) =>
    act(async () => {
      const made = await (edited ? api.changeBudget(edited.id, wish) : api.createBudget(wish));
      setSecret(made.webhookSecret ?? null);
      setEdited(null);
    });

  return (
    <section aria-labelledby="budgets">
      <h2 id="budgets">{t.budgets}</h2>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {ofProjects.problem && (
        <PartNotice problem={ofProjects.problem} onRetry={ofProjects.reload} />
      )}
      {refusal && <ProblemNotice problem={refusal} />}
      {secret && (
        <section className="panel" role="status" data-testid="webhook-secret">
          <h3>{t.secretOnce}</h3>
          <p>
            <code>{secret}</code>
          </p>
        </section>
      )}
      {!data && loading && <p role="status">{text.loading}</p>}
      {data?.items.length === 0 && (
        <Empty title={t.none}>
          <p>{t.noneBody}</p>
        </Empty>
      )}
      {data && data.items.length > 0 && (
        <BudgetList
          items={data.items}
          projects={projects?.items ?? []}
          busy={busy}
          onEdit={setEdited}
          onDelete={(id) => void act(() => api.deleteBudget(id))}
        />
      )}
      <BudgetForm
        key={edited?.id ?? 'new'}
        edited={edited}
        projects={projects?.items ?? []}
        busy={busy}
        onSave={save}
        onCancel={() => setEdited(null)}
      />
    </section>
  );
}

function Invoices() {
  const api = useApi();
  const { data, problem, loading, reload } = useResource('invoices', (s) => api.invoices(s));
  const [month, setMonth] = useState<string | null>(null);
  return (
    <section>
      <h2>{t.invoices}</h2>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {!data && loading && <p role="status">{text.loading}</p>}
      {data?.items.length === 0 && (
        <Empty title={t.noInvoices}>
          <p>{t.noInvoicesBody}</p>
        </Empty>
      )}
      {data && data.items.length > 0 && (
        <InvoiceTable items={data.items} shown={month} onShow={setMonth} />
      )}
      {month && <MonthCharges key={month} month={month} />}
    </section>
  );
}

interface InvoiceTableProps {
  items: Invoice[];
  /** The month whose charges are shown. */
  shown: string | null;
  onShow(month: string | null): void;
}

function InvoiceTable({ items, shown, onShow }: InvoiceTableProps) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.invoices}>
      <table className="grid" data-testid="invoices">
        <thead>
          <tr>
            <th scope="col">{t.number}</th>
            <th scope="col">{t.ofMonth}</th>
            <th scope="col">{t.net}</th>
            <th scope="col">{t.credit}</th>
            <th scope="col">{t.tax}</th>
            <th scope="col">{t.prepaid}</th>
            <th scope="col">{t.due}</th>
            <th scope="col">{t.files}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {items.map((invoice) => (
            <tr key={invoice.id}>
              <th scope="row">{invoice.number}</th>
              <td>{invoice.month}</td>
              <td>{format.money(invoice.net)}</td>
              <td>{format.money(invoice.credit)}</td>
              <td>{format.money(invoice.tax)}</td>
              <td>{format.money(invoice.prepaid)}</td>
              <td>{format.money(invoice.due)}</td>
              <td>
                <a
                  href={invoiceFile(invoice.id, 'pdf')}
                  aria-label={t.pdf(String(invoice.number))}
                  download
                >
                  PDF
                </a>{' '}
                <a
                  href={invoiceFile(invoice.id, 'csv')}
                  aria-label={t.csv(String(invoice.number))}
                  download
                >
                  CSV
                </a>{' '}
                <a
                  href={invoiceFile(invoice.id, 'json')}
                  aria-label={t.json(String(invoice.number))}
                  download={`invoice-${invoice.number}.json`}
                >
                  JSON
                </a>
              </td>
              <td>
                <button
                  type="button"
                  className="button"
                  aria-expanded={shown === invoice.month}
                  aria-label={text.disputes.chargesOf(invoice.month)}
                  onClick={() => onShow(shown === invoice.month ? null : invoice.month)}
                >
                  {text.disputes.charges}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
