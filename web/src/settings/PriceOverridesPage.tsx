import { type FormEvent } from 'react';
import { useApi } from '../api/context';
import type { PriceOverride, PriceOverrideRule } from '../api/types';
import { useAction } from '../api/useAction';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Empty, ProblemNotice } from '../shell/Notice';
import { Page } from '../shell/Page';

const t = text.overrides;

/** Negotiated discounts and fixed prices. The list is replaced whole: its order matters. */
export default function PriceOverridesPage() {
  const api = useApi();
  const { data, problem, loading, reload } = useResource('overrides', (s) => api.priceOverrides(s));
  const { busy, refusal, act } = useAction(reload);
  const rules = data?.items.map(asRule) ?? [];
  const save = (next: PriceOverrideRule[]) => act(() => api.replacePriceOverrides(next));

  return (
    <Page title={t.title}>
      <p className="lead">{t.lead}</p>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {refusal && <ProblemNotice problem={refusal} />}
      {!data && loading && <p role="status">{text.loading}</p>}
      {data?.items.length === 0 && (
        <Empty title={t.none}>
          <p>{t.noneBody}</p>
        </Empty>
      )}
      {data && data.items.length > 0 && (
        <Rules
          items={data.items}
          busy={busy}
          onRemove={(at) => void save(rules.filter((_, i) => i !== at))}
          onUp={(at) => void save(swapped(rules, at))}
        />
      )}
      {data && <NewRule busy={busy} onAdd={(rule) => save([...rules, rule])} />}
    </Page>
  );
}

interface RulesProps {
  items: PriceOverride[];
  busy: boolean;
  onRemove(at: number): void;
  onUp(at: number): void;
}

function Rules({ items, busy, onRemove, onUp }: RulesProps) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.title}>
      <table className="grid" data-testid="price-overrides">
        <thead>
          <tr>
            <th scope="col">{t.provider}</th>
            <th scope="col">{t.where}</th>
            <th scope="col">{t.what}</th>
            <th scope="col">{t.when}</th>
            <th scope="col" className="figure">
              {t.offers}
            </th>
            <th scope="col">{t.note}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {items.map((item, at) => (
            <tr key={at} data-testid="price-override">
              <th scope="row">{item.provider}</th>
              <td>{scopeOf(item)}</td>
              <td>{termsOf(item)}</td>
              <td>{timeOf(item)}</td>
              <td className="figure">{format.integer(item.offers)}</td>
              <td className="sentence">{item.note}</td>
              <td>
                {at > 0 && (
                  <button
                    type="button"
                    className="button"
                    disabled={busy}
                    aria-label={t.up(item.provider)}
                    onClick={() => onUp(at)}
                  >
                    {t.upShort}
                  </button>
                )}{' '}
                <button
                  type="button"
                  className="button"
                  disabled={busy}
                  aria-label={t.remove(item.provider)}
                  onClick={() => onRemove(at)}
                >
                  {t.removeShort}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface NewRuleProps {
  busy: boolean;
  onAdd(rule: PriceOverrideRule): Promise<boolean>;
}

function NewRule({ busy, onAdd }: NewRuleProps) {
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    if (await onAdd(ruleOf(new FormData(form)))) form.reset();
  }
  return (
    <form className="override-form" onSubmit={(event) => void submit(event)}>
      <h2>{t.add}</h2>
      <div className="override-fields">
        <Field name="provider" label={t.provider} required />
        <Field name="region" label={t.region} />
        <Field name="instanceType" label={t.instanceType} />
        <Field name="accelerator" label={t.accelerator} />
        <label className="field">
          <span>{t.capacity}</span>
          <select name="capacityType">
            <option value="">{text.any}</option>
            {Object.entries(text.capacityType).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <Field name="percentOff" label={t.percent} inputMode="decimal" />
        <Field name="fixed" label={t.fixed} inputMode="decimal" />
        <Field name="currency" label={t.currency} placeholder="USD" />
        <Field name="validFrom" label={t.from} type="datetime-local" />
        <Field name="validTo" label={t.until} type="datetime-local" />
        <Field name="note" label={t.note} />
      </div>
      <button type="submit" className="button button-primary" disabled={busy}>
        {busy ? t.saving : t.save}
      </button>
    </form>
  );
}

interface FieldProps extends React.InputHTMLAttributes<HTMLInputElement> {
  name: string;
  label: string;
}

function Field({ label, ...input }: FieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input {...input} />
    </label>
  );
}

function ruleOf(form: FormData): PriceOverrideRule {
  const value = (name: string) => String(form.get(name) ?? '').trim() || null;
  const fixed = value('fixed');
  const percent = value('percentOff');
  return {
    provider: value('provider') ?? '',
    region: value('region'),
    instanceType: value('instanceType'),
    accelerator: value('accelerator'),
    capacityType: value('capacityType') as PriceOverrideRule['capacityType'],
    percentOff: percent === null ? null : Number(percent),
    fixedPrice: fixed === null ? null : { amount: fixed, currency: value('currency') ?? 'USD' },
    validFrom: instant(value('validFrom')),
    validTo: instant(value('validTo')),
    note: value('note'),
  };
}

/** The form says UTC. */
function instant(local: string | null): string | null {
  if (local === null) return null;
  return local.length === 16 ? `${local}:00Z` : `${local}Z`;
}

function asRule(item: PriceOverride): PriceOverrideRule {
  const { provider, region, instanceType, accelerator, capacityType } = item;
  const { percentOff, fixedPrice, validFrom, validTo, note } = item;
  return {
    provider,
    region,
    instanceType,
    accelerator,
    capacityType,
    percentOff,
    fixedPrice,
    validFrom,
    validTo,
    note,
  };
}

function swapped(rules: PriceOverrideRule[], at: number): PriceOverrideRule[] {
  const next = [...rules];
  next.splice(at - 1, 0, ...next.splice(at, 1));
  return next;
}

function scopeOf(item: PriceOverride): string {
  const parts = [
    item.region,
    item.instanceType,
    item.accelerator,
    item.capacityType && text.capacityType[item.capacityType],
  ].filter(Boolean);
  return parts.join(' · ') || t.everything;
}

function termsOf(item: PriceOverride): string {
  if (item.percentOff !== null) return t.off(format.finePercent(item.percentOff / 100));
  return item.fixedPrice ? t.perHour(format.exactMoney(item.fixedPrice)) : text.none;
}

function timeOf(item: PriceOverride): string {
  const from = item.validFrom && format.moment(item.validFrom);
  const until = item.validTo && format.moment(item.validTo);
  const span = t.between(from, until) || t.always;
  return item.inForce ? span : `${span} (${t.notNow})`;
}
