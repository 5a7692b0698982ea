import { useState } from 'react';
import { useApi } from '../api/context';
import type { Alert, AlertDelivery } from '../api/types';
import { useAction } from '../api/useAction';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Badge, Empty, ProblemNotice } from '../shell/Notice';
import { Page } from '../shell/Page';
import { useSearch } from '../shell/router';
import { useNow } from '../shell/useNow';
import { AlertForm } from './AlertForm';

const EVERY_MS = 10_000;

export default function AlertsPage() {
  const api = useApi();
  const search = useSearch();
  const alerts = useResource('alerts', (signal) => api.alerts(signal), EVERY_MS);
  const [secret, setSecret] = useState<string | null>(null);
  const { refusal, act } = useAction(alerts.reload);
  const items = alerts.data?.items;

  function created(alert: Alert) {
    setSecret(alert.webhookSecret ?? null);
    alerts.reload();
  }

  return (
    <Page title={text.alerts.title}>
      <p className="lead">{text.alerts.lead}</p>
      <AlertForm key={search} onCreated={created} />
      {secret && (
        <div className="notice" role="status" data-testid="webhook-secret">
          <div>
            <p>{text.alerts.secret}</p>
            <code className="breakable">{secret}</code>
          </div>
        </div>
      )}
      {refusal && <ProblemNotice problem={refusal} />}
      {alerts.problem && <ProblemNotice problem={alerts.problem} onRetry={alerts.reload} />}
      {!items && alerts.loading && <p role="status">{text.loading}</p>}
      {items?.length === 0 && (
        <Empty title={text.alerts.empty}>
          <p>{text.alerts.emptyBody}</p>
        </Empty>
      )}
      {items && items.length > 0 && (
        <AlertTable
          items={items}
          onDelete={(id) => void act(() => api.deleteAlert(id))}
          onSendAgain={(id, delivery) => void act(() => api.retryDelivery(id, delivery))}
        />
      )}
    </Page>
  );
}

interface Deeds {
  onDelete(id: string): void;
  onSendAgain(id: string, delivery: string): void;
}

function AlertTable({ items, ...deeds }: Deeds & { items: Alert[] }) {
  const t = text.alerts;
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.title}>
      <table className="grid" data-testid="alerts">
        <thead>
          <tr>
            <th scope="col">{t.wish}</th>
            <th scope="col">{t.state}</th>
            <th scope="col">{t.now}</th>
            <th scope="col">{t.fired}</th>
            <th scope="col">{t.delivery}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {items.map((alert) => (
            <AlertRow key={alert.id} alert={alert} {...deeds} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AlertRow({ alert, onDelete, onSendAgain }: Deeds & { alert: Alert }) {
  const t = text.alerts;
  const now = useNow();
  const latest = alert.deliveries[0];
  return (
    <tr data-testid="alert-row" data-state={alert.state}>
      <th scope="row">
        {alert.name}
        <small>{t.below(format.money(alert.under))}</small>
      </th>
      <td>
        <Badge tone={alert.state === 'fired' ? 'good' : 'calm'}>{t.states[alert.state]}</Badge>
      </td>
      <td>
        {alert.now ? (
          <>
            {format.money(alert.now.pricePerHour)}
            <small>
              {alert.now.provider} · {alert.now.region} · {alert.now.instanceType}
            </small>
          </>
        ) : (
          t.nothing
        )}
      </td>
      <td>
        {alert.firedAt ? (
          <time dateTime={alert.firedAt} title={format.moment(alert.firedAt)}>
            {format.ago(alert.firedAt, now)}
          </time>
        ) : (
          t.never
        )}
      </td>
      <td className={alert.webhookHost ? 'sentence' : undefined}>
        {alert.webhookHost ? (
          <>
            {alert.webhookHost}
            <small>{delivery(latest, now)}</small>
            {latest?.state === 'dead' && (
              <button
                type="button"
                className="button"
                aria-label={t.sendAgainNamed(alert.name)}
                onClick={() => onSendAgain(alert.id, latest.id)}
              >
                {t.sendAgain}
              </button>
            )}
          </>
        ) : (
          text.none
        )}
      </td>
      <td>
        <button
          type="button"
          className="button"
          aria-label={t.deleteNamed(alert.name)}
          onClick={() => onDelete(alert.id)}
        >
          {t.delete}
        </button>
      </td>
    </tr>
  );
}

function delivery(latest: AlertDelivery | undefined, now: number): string {
  const t = text.alerts.deliveries;
  if (!latest) return text.alerts.quiet;
  switch (latest.state) {
    case 'pending':
      return t.pending(format.ago(latest.nextTry ?? latest.createdAt, now));
    case 'delivered':
      return t.delivered(format.ago(latest.endedAt ?? latest.createdAt, now));
    case 'dead':
      return t.dead(latest.fault ?? text.unknown);
  }
}
