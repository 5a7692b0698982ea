import { useState } from 'react';
import { useApi } from '../api/context';
import type { Ask, AskOutlook, Asks } from '../api/types';
import { useAction } from '../api/useAction';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { ProblemNotice } from '../shell/Notice';
import { Field } from './Field';
import { readWindows, writeWindows } from './windows';

const t = text.sites;
const HOUR = 3_600;

/** An ask as it is typed. Amounts stay text: nobody here calculates with money. */
interface Draft {
  key: number;
  unit: string;
  base: string;
  floor: string;
  currency: string;
  hours: string;
  zone: string;
  kilowattHour: string;
  grams: string;
  percentOff: string;
  notice: string;
  minimum: string;
  /** What has no field here is kept. */
  given: Ask | null;
}

type Typed = Exclude<keyof Draft, 'key' | 'given'>;

const FIELDS: [Typed, string, string?][] = [
  ['unit', t.unit, 'H100-SXM'],
  ['base', t.base, '2.10'],
  ['floor', t.floor],
  ['currency', t.currency, 'USD'],
  ['hours', t.hours, 'mon-fri 20:00-06:00'],
  ['zone', t.zone, 'Europe/Oslo'],
  ['kilowattHour', t.kilowattHour],
  ['grams', t.grams],
  ['percentOff', t.percentOff],
  ['notice', t.notice, '300'],
  ['minimum', t.minimum],
];

interface AsksEditorProps {
  siteId: string;
  onSaved(): void;
}

/** What a site asks, and what that would earn, before it is saved. */
export function AsksEditor({ siteId, onSaved }: AsksEditorProps) {
  const api = useApi();
  const stored = useResource(`asks ${siteId}`, (signal) => api.asks(siteId, signal));
  const [typed, setTyped] = useState<Draft[] | null>(null);
  const [outlook, setOutlook] = useState<Asks | null>(null);
  const { busy, refusal, act } = useAction();
  const [saved, setSaved] = useState(false);
  const drafts = typed ?? stored.data?.items.map((item, at) => draftOf(item.ask, at)) ?? [];
  const shown = outlook ?? stored.data;

  async function attempt(call: (items: Ask[]) => Promise<Asks>, saves: boolean) {
    const done = await act(async () => setOutlook(await call(drafts.map(askOf))));
    setSaved(done && saves);
    if (done && saves) onSaved();
  }

  function change(key: number, field: Typed, value: string) {
    setSaved(false);
    setTyped(drafts.map((draft) => (draft.key === key ? { ...draft, [field]: value } : draft)));
  }

  return (
    <section aria-labelledby="asks">
      <h2 id="asks">{t.asks}</h2>
      <p>{t.asksLead}</p>
      {stored.problem && <ProblemNotice problem={stored.problem} onRetry={stored.reload} />}
      {refusal && <ProblemNotice problem={refusal} />}
      {shown && shown.unpriced.length > 0 && <p>{t.unpriced(shown.unpriced.join(', '))}</p>}
      {drafts.map((draft) => (
        <fieldset key={draft.key} className="override-form" data-testid="ask">
          <legend>{draft.unit || t.unit}</legend>
          <div className="override-fields">
            {FIELDS.map(([field, label, placeholder]) => (
              <Field
                key={field}
                label={label}
                placeholder={placeholder}
                title={field === 'hours' ? t.hoursHint : undefined}
                value={draft[field]}
                onChange={(event) => change(draft.key, field, event.currentTarget.value)}
              />
            ))}
          </div>
          <button
            type="button"
            className="button"
            aria-label={t.removeAsk(draft.unit)}
            onClick={() => setTyped(drafts.filter((other) => other.key !== draft.key))}
          >
            {t.removeShort}
          </button>
        </fieldset>
      ))}
      <p className="chips">
        <button
          type="button"
          className="button"
          onClick={() => setTyped([...drafts, fresh(drafts, next(drafts, shown?.unpriced ?? []))])}
        >
          {t.addAsk}
        </button>{' '}
        <button
          type="button"
          className="button"
          disabled={busy}
          onClick={() => void attempt((items) => api.previewAsks(siteId, items), false)}
        >
          {t.preview}
        </button>{' '}
        <button
          type="button"
          className="button button-primary"
          disabled={busy}
          onClick={() => void attempt((items) => api.replaceAsks(siteId, items), true)}
        >
          {t.save}
        </button>
      </p>
      {saved && <p role="status">{t.saved}</p>}
      {shown && shown.items.length > 0 && <Outlook items={shown.items} />}
    </section>
  );
}

function Outlook({ items }: { items: AskOutlook[] }) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.preview}>
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{t.unit}</th>
            <th scope="col">{t.now}</th>
            <th scope="col">{t.week}</th>
            <th scope="col">{t.weekAtMarket}</th>
            <th scope="col">{t.market}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.ask.unit} data-testid="outlook">
              <th scope="row">{t.devices(item.units, item.ask.unit)}</th>
              <td className="sentence">
                {item.onDemand ? format.exactMoney(item.onDemand) : t.notNow}
                {item.spot && `, ${t.spot(format.exactMoney(item.spot))}`} ({item.why})
              </td>
              <td>{format.exactMoney(item.weekIfSold)}</td>
              <td>{item.weekAtMarket ? format.exactMoney(item.weekAtMarket) : text.none}</td>
              <td className="sentence">
                {item.market
                  ? t.marketBody(
                      format.exactMoney(item.market.lowest),
                      format.exactMoney(item.market.median),
                      item.market.cheaper,
                      item.market.offers,
                    )
                  : t.noMarket}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What has no price yet; a machine's processors, where all else has one. */
function next(drafts: Draft[], unpriced: string[]): string {
  return [...unpriced, 'cpu'].find((unit) => !drafts.some((draft) => draft.unit === unit)) ?? '';
}

function fresh(drafts: Draft[], unit: string): Draft {
  const key = Math.max(-1, ...drafts.map((draft) => draft.key)) + 1;
  const blank = { base: '', floor: '', currency: 'USD', hours: '', zone: 'UTC', kilowattHour: '' };
  return { key, unit, ...blank, grams: '', percentOff: '', notice: '', minimum: '', given: null };
}

function draftOf(ask: Ask, key: number): Draft {
  return {
    key,
    unit: ask.unit,
    base: plain(ask.base.amount),
    floor: ask.floor ? plain(ask.floor.amount) : '',
    currency: ask.base.currency,
    hours: writeWindows(ask.windows),
    zone: ask.zone ?? '',
    kilowattHour: ask.energy ? plain(ask.energy.perKilowattHour.amount) : '',
    grams: ask.mostGramsPerKilowattHour == null ? '' : String(ask.mostGramsPerKilowattHour),
    percentOff: ask.reclaimable ? String(ask.reclaimable.percentOff) : '',
    notice: ask.reclaimable ? String(ask.reclaimable.noticeSeconds) : '',
    minimum: ask.minimumSeconds ? String(ask.minimumSeconds / HOUR) : '',
    given: ask,
  };
}

/** Without the zeros that say nothing; still the same decimal number. */
function plain(amount: string): string {
  return amount.includes('.') ? amount.replace(/0+$/, '').replace(/\.$/, '') : amount;
}

function askOf(draft: Draft): Ask {
  const money = (amount: string) => ({ amount: amount.trim(), currency: draft.currency.trim() });
  const sameHours = draft.given && writeWindows(draft.given.windows) === draft.hours;
  return {
    unit: draft.unit.trim(),
    base: money(draft.base),
    floor: draft.floor.trim() ? money(draft.floor) : null,
    windows: sameHours ? draft.given?.windows : readWindows(draft.hours),
    zone: draft.zone.trim() || null,
    energy: draft.kilowattHour.trim()
      ? { perKilowattHour: money(draft.kilowattHour), watts: draft.given?.energy?.watts ?? null }
      : null,
    mostGramsPerKilowattHour: draft.grams.trim() ? Number(draft.grams) : null,
    reclaimable: draft.percentOff.trim()
      ? { percentOff: Number(draft.percentOff), noticeSeconds: Number(draft.notice || '300') }
      : null,
    minimumSeconds: draft.minimum.trim() ? Math.round(Number(draft.minimum) * HOUR) : null,
  };
}
