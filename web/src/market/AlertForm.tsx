import { useId, type FormEvent, type InputHTMLAttributes } from 'react';
import { useApi } from '../api/context';
import type { Alert, AlertRequest } from '../api/types';
import { useAction } from '../api/useAction';
import { text } from '../i18n/text';
import { ProblemNotice } from '../shell/Notice';
import { useSearch } from '../shell/router';

const CAPACITIES = ['any', 'on_demand', 'spot', 'reserved'] as const;

/** Filled in from the address, so that other pages can begin a wish. */
export function AlertForm({ onCreated }: { onCreated(alert: Alert): void }) {
  const api = useApi();
  const given = new URLSearchParams(useSearch());
  const { busy, refusal, act } = useAction();
  const t = text.alerts;

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const made = await act(async () =>
      onCreated(await api.createAlert(wish(new FormData(form)))),
    );
    if (made) form.reset();
  }

  return (
    <form className="alert-form" aria-label={t.make} onSubmit={(event) => void submit(event)}>
      <Field
        name="accelerator"
        label={t.accelerator}
        defaultValue={given.get('accelerator') ?? ''}
        placeholder="H100"
        required
      />
      <Field
        name="count"
        label={t.count}
        type="number"
        min="0.001"
        step="any"
        defaultValue={given.get('count') ?? '1'}
        required
      />
      <Field name="regions" label={t.regions} placeholder={t.regionsHint} />
      <label className="field">
        <span>{t.capacity}</span>
        <select name="capacityType" defaultValue={given.get('capacityType') ?? 'any'}>
          {CAPACITIES.map((each) => (
            <option key={each} value={each}>
              {each === 'any' ? text.any : text.capacityType[each]}
            </option>
          ))}
        </select>
      </label>
      <Field
        name="under"
        label={t.under}
        inputMode="decimal"
        defaultValue={given.get('under') ?? ''}
        placeholder="18"
        required
      />
      <Field name="webhookUrl" label={t.webhook} type="url" placeholder={t.webhookHint} />
      <button type="submit" className="button button-primary" disabled={busy}>
        {busy ? t.creating : t.create}
      </button>
      {refusal && <ProblemNotice problem={refusal} />}
    </form>
  );
}

function Field({ label, ...input }: { label: string } & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} {...input} />
    </div>
  );
}

function wish(form: FormData): AlertRequest {
  const typed = (name: string) => String(form.get(name) ?? '').trim();
  const regions = typed('regions')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  return {
    accelerator: typed('accelerator'),
    count: Number(typed('count')),
    ...(regions.length > 0 ? { regions } : {}),
    capacityType: typed('capacityType') as AlertRequest['capacityType'],
    under: `${typed('under')} USD`,
    ...(typed('webhookUrl') ? { webhookUrl: typed('webhookUrl') } : {}),
  };
}
