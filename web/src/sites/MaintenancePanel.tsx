import { useEffect, type FormEvent } from 'react';
import { useApi } from '../api/context';
import type { Maintenance } from '../api/types';
import { useAction } from '../api/useAction';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Badge, ProblemNotice, type Tone } from '../shell/Notice';
import { Field } from './Field';

const t = text.sites;
const LOOK_EVERY_MS = 5_000;

const tone: Record<Maintenance['state'], Tone> = {
  announced: 'calm',
  draining: 'warn',
  closed: 'bad',
  over: 'calm',
  lifted: 'calm',
};

interface MaintenancePanelProps {
  siteId: string;
  /** Something was announced or lifted, or one of them began or ended. */
  onChange(): void;
}

/** Announces when a site is not for tenants, and lifts it again. */
export function MaintenancePanel({ siteId, onChange }: MaintenancePanelProps) {
  const api = useApi();
  const { data, problem, reload } = useResource(
    `maintenance ${siteId}`,
    (signal) => api.maintenance(siteId, signal),
    LOOK_EVERY_MS,
  );
  const { busy, refusal, act } = useAction(reload);
  const known = data?.items.map((one) => `${one.id} ${one.state} ${one.leases}`).join();
  useEffect(onChange, [known, onChange]);

  async function announce(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const value = (name: string) => {
      const entry = form.get(name);
      return typeof entry === 'string' ? entry.trim() : '';
    };
    const done = await act(() =>
      api.announceMaintenance(siteId, {
        reason: value('reason'),
        from: utc(value('from')),
        noticeSeconds: value('from') ? null : 0,
        until: utc(value('until')),
        kind: value('kind') === 'reclamation' ? 'reclamation' : 'maintenance',
      }),
    );
    if (done) element.reset();
  }

  return (
    <section aria-labelledby="maintenance">
      <h2 id="maintenance">{t.maintenance}</h2>
      <p>{t.maintenanceLead}</p>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {refusal && <ProblemNotice problem={refusal} />}
      {data?.items.length === 0 && <p>{t.noMaintenance}</p>}
      {data && data.items.length > 0 && (
        <ul className="plain">
          {data.items.map((one) => (
            <li key={one.id} data-testid="maintenance">
              <Badge tone={tone[one.state]}>{t.maintenanceState[one.state]}</Badge>{' '}
              {t.kind[one.kind]}: <bdi>{one.reason}</bdi>, {format.moment(one.from)}
              {one.until && ` – ${format.moment(one.until)}`} · {t.leases}: {one.leases},{' '}
              {t.breaks(one.breaks)}{' '}
              {(one.state === 'announced' || one.state === 'draining' || one.state === 'closed') && (
                <button
                  type="button"
                  className="button"
                  aria-label={t.liftOf(one.reason)}
                  disabled={busy}
                  onClick={() => void act(() => api.liftMaintenance(siteId, one.id))}
                >
                  {t.lift}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      <form className="override-form" onSubmit={(event) => void announce(event)}>
        <div className="override-fields">
          <Field name="reason" label={t.reason} required />
          <label className="field">
            <span>{t.kindOf}</span>
            <select name="kind">
              <option value="maintenance">{t.kind.maintenance}</option>
              <option value="reclamation">{t.kind.reclamation}</option>
            </select>
          </label>
          <Field name="from" label={t.begins} type="datetime-local" />
          <Field name="until" label={t.ends} type="datetime-local" />
        </div>
        <button type="submit" className="button" disabled={busy}>
          {t.announce}
        </button>
      </form>
    </section>
  );
}

function utc(local: string): string | null {
  if (!local) return null;
  return local.length === 16 ? `${local}:00Z` : `${local}Z`;
}
