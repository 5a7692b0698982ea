import type { FormEvent } from 'react';
import type { Budget, BudgetRequest, Project } from '../api/types';
import { text } from '../i18n/text';

const t = text.spend;
const FULL = ['block', 'stop', 'warn'] as const;
const PERIODS = ['month', 'total', 'prepaid'] as const;

interface BudgetFormProps {
  /** Null for a new one. */
  edited: Budget | null;
  projects: Project[];
  busy: boolean;
  onSave(wish: BudgetRequest): Promise<boolean>;
  onCancel(): void;
}

export function BudgetForm({ edited, projects, busy, onSave, onCancel }: BudgetFormProps) {
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    if (await onSave(wish(new FormData(form), edited))) form.reset();
  }
  return (
    <form className="override-form" onSubmit={(event) => void submit(event)}>
      <h3>{edited ? t.change : t.add}</h3>
      <div className="override-fields">
        <label className="field">
          <span>{t.name}</span>
          <input
            name="name"
            required
           
            defaultValue={edited?.name}
            autoFocus={edited !== null}
          />
        </label>
        <label className="field">
          <span>{t.amount}</span>
          <input
            name="amount"
            required
            placeholder={t.amountHint}
            pattern="\s*[0-9]+(\.[0-9]+)?\s*[A-Z]{3}\s*"
            defaultValue={edited ? plain(edited) : undefined}
          />
        </label>
        {!edited && <Scope projects={projects} />}
        <label className="field">
          <span>{t.warnAt}</span>
          <input
            name="warn"
            type="number"
            min={1}
            max={100}
            defaultValue={edited ? warning(edited)?.percent : 80}
          />
        </label>
        <label className="field">
          <span>{t.full}</span>
          <select name="full" defaultValue={full(edited)?.action ?? 'block'}>
            {FULL.map((action) => (
              <option key={action} value={action}>
                {t.fullChoice[action]}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{t.webhook}</span>
          <input name="webhook" type="url" defaultValue={edited?.webhookUrl ?? undefined} />
        </label>
        <label className="field">
          <span>{t.mailTo}</span>
          <input name="mail" inputMode="email" defaultValue={edited?.mailTo.join(', ')} />
        </label>
      </div>
      <button type="submit" className="button button-primary" disabled={busy}>
        {edited ? t.save : t.make}
      </button>{' '}
      {edited && (
        <button type="button" className="button" disabled={busy} onClick={onCancel}>
          {t.cancel}
        </button>
      )}
    </form>
  );
}

function Scope({ projects }: { projects: Project[] }) {
  return (
    <>
      <label className="field">
        <span>{t.counts}</span>
        <select name="project" defaultValue="">
          <option value="">{t.whole}</option>
          {projects.map((project) => (
            <option key={project.id} value={project.id}>
              {project.name}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{t.user}</span>
        <input name="user" />
      </label>
      <label className="field">
        <span>{t.every}</span>
        <select name="period" defaultValue="month">
          <option value="month">{t.period.month}</option>
          <option value="total">{t.period.total}</option>
          <option value="prepaid">{t.period.prepaid}</option>
        </select>
      </label>
    </>
  );
}

function wish(values: FormData, edited: Budget | null): BudgetRequest {
  const said = (name: string) => String(values.get(name) ?? '').trim();
  const thresholds: BudgetRequest['thresholds'] = [
    // Those that the form does not show stay as they are.
    ...(edited?.thresholds.filter((it) => it !== warning(edited) && it !== full(edited)) ?? []),
    { percent: 100, action: FULL.find((it) => it === said('full')) ?? 'block' },
  ];
  if (said('warn')) thresholds.unshift({ percent: Number(said('warn')), action: 'warn' });
  return {
    name: said('name'),
    amount: said('amount'),
    project: edited ? edited.project : said('project') || null,
    user: edited ? edited.user : said('user') || null,
    period: edited?.period ?? PERIODS.find((it) => it === said('period')) ?? 'month',
    thresholds,
    webhookUrl: said('webhook') || null,
    mailTo: said('mail').split(',').map((it) => it.trim()).filter(Boolean),
  };
}

function warning(edited: Budget | null) {
  return edited?.thresholds.find((it) => it.action === 'warn' && it.percent < 100);
}

function full(edited: Budget | null) {
  return edited?.thresholds.find((it) => it.percent === 100);
}

/** Without the zeros that nobody wrote. */
function plain({ amount }: Budget): string {
  return `${amount.amount.replace(/\.?0+$/, '')} ${amount.currency}`;
}
