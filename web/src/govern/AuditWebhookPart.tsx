import { useApi } from '../api/context';
import type { AlertDelivery, AuditWebhook } from '../api/types';
import { useAction } from '../api/useAction';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Badge, ProblemNotice, type Tone } from '../shell/Notice';
import { SignedAddress } from './SignedAddress';

const t = text.auditWebhook;
const LOOK_EVERY_MS = 15_000;
const TONES: Record<AlertDelivery['state'], Tone> = {
  pending: 'warn',
  delivered: 'good',
  dead: 'bad',
};

/** Where every entry is told beside this page. Not shown to those who may not see it. */
export function AuditWebhookPart() {
  const api = useApi();
  const hook = useResource('audit webhook', (signal) => api.auditWebhook(signal), LOOK_EVERY_MS);
  const known = hook.data;
  if (hook.problem?.status === 403) return null;
  return (
    <SignedAddress
      id="audit-webhook"
      words={t}
      known={hook}
      url={{ label: known ? t.otherUrl : t.url }}
      told={known && <p data-testid="audit-told">{told(known)}</p>}
      set={(values) => api.setAuditWebhook(String(values.get('url')))}
      unset={() => api.deleteAuditWebhook()}
    >
      {known && <Messages key={known.changedAt} />}
    </SignedAddress>
  );
}

function told({ webhookHost, toldTo, changedBy, changedAt }: AuditWebhook): string {
  return t.told(webhookHost, format.integer(toldTo), changedBy, format.moment(changedAt));
}

function Messages() {
  const api = useApi();
  const { data, problem, reload } = useResource(
    'audit messages',
    (signal) => api.auditDeliveries(signal),
    LOOK_EVERY_MS,
  );
  const { busy, refusal, act } = useAction(reload);
  return (
    <>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {refusal && <ProblemNotice problem={refusal} />}
      {data?.items.length === 0 && <p>{t.none}</p>}
      {data && data.items.length > 0 && (
        <div className="scroll-x" tabIndex={0} role="region" aria-label={t.messages}>
          <table className="grid">
            <thead>
              <tr>
                <th scope="col">{t.made}</th>
                <th scope="col">{t.state}</th>
                <th scope="col" className="figure">
                  {t.tries}
                </th>
                <td />
              </tr>
            </thead>
            <tbody>
              {data.items.map((message) => (
                <tr key={message.id} data-testid="audit-message">
                  <th scope="row">{format.moment(message.createdAt)}</th>
                  <td className="sentence">
                    <Badge tone={TONES[message.state]}>{t.states[message.state]}</Badge>
                    {message.fault && <small>{message.fault}</small>}
                  </td>
                  <td className="figure">{format.integer(message.tries)}</td>
                  <td>
                    {message.state === 'dead' && (
                      <button
                        type="button"
                        className="button"
                        disabled={busy}
                        aria-label={t.againOf(format.moment(message.createdAt))}
                        onClick={() => void act(() => api.retryAuditDelivery(message.id))}
                      >
                        {text.alerts.sendAgain}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
