import { useState, type FormEvent } from 'react';
import { useApi } from '../api/context';
import type { PolicyValidator, PolicyValidatorAnswer } from '../api/types';
import { useAction } from '../api/useAction';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Badge, ProblemNotice, type Tone } from '../shell/Notice';

const t = text.validator;
const TONES: Record<PolicyValidatorAnswer['outcome'], Tone> = {
  allowed: 'good',
  refused: 'warn',
  failed: 'bad',
};
const USUAL_MS = 2_000;

/** The organization's own program, which has the last word before a commitment. */
export function ValidatorPart() {
  const api = useApi();
  const asked = useResource('validator', (signal) => api.validator(signal));
  const { busy, refusal, act } = useAction(asked.reload);
  const [secret, setSecret] = useState<string | null>(null);
  const known = asked.data;

  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    void act(async () => {
      const saved = await api.setValidator({
        webhookUrl: String(values.get('url')).trim(),
        timeoutMillis: Number(values.get('limit')),
      });
      setSecret(saved.webhookSecret ?? null);
    });
  }

  return (
    <section aria-labelledby="validator" data-testid="validator">
      <h2 id="validator">{t.title}</h2>
      <p>{t.lead}</p>
      {asked.problem && (
        <ProblemNotice problem={asked.problem} onRetry={asked.reload} />
      )}
      {refusal && <ProblemNotice problem={refusal} />}
      {secret && (
        <section className="panel" role="status" data-testid="validator-secret">
          <h3>{text.spend.secretOnce}</h3>
          <p>
            <code>{secret}</code>
          </p>
        </section>
      )}
      <form key={known?.changedAt ?? 'none'} className="override-form" onSubmit={save}>
        <div className="override-fields">
          <label className="field">
            <span>{t.url}</span>
            <input name="url" type="url" required defaultValue={known?.webhookUrl} />
          </label>
          <label className="field">
            <span>{t.limit}</span>
            <input
              name="limit"
              type="number"
              min={100}
              max={10_000}
              required
              defaultValue={known?.timeoutMillis ?? USUAL_MS}
            />
          </label>
        </div>
        <p className="hint">{t.closed}</p>
        <p className="govern-buttons">
          <button type="submit" className="button button-primary" disabled={busy}>
            {t.save}
          </button>
          {known && (
            <button
              type="button"
              className="button"
              disabled={busy}
              onClick={() => void act(() => api.deleteValidator())}
            >
              {t.remove}
            </button>
          )}
        </p>
      </form>
      {known && <Answers validator={known} />}
    </section>
  );
}

function Answers({ validator }: { validator: PolicyValidator }) {
  if (validator.answers.length === 0) return <p>{t.noAnswers}</p>;
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.answers}>
      <table className="grid" data-testid="validator-answers">
        <thead>
          <tr>
            <th scope="col">{t.when}</th>
            <th scope="col">{t.outcome}</th>
            <th scope="col">{t.took}</th>
            <th scope="col">{t.workloads}</th>
          </tr>
        </thead>
        <tbody>
          {validator.answers.map((answer) => (
            <tr key={answer.at + answer.detail}>
              <th scope="row">
                <time dateTime={answer.at}>{format.moment(answer.at)}</time>
              </th>
              <td className="sentence">
                <Badge tone={TONES[answer.outcome]}>{t.outcomes[answer.outcome]}</Badge>
                {answer.detail && <small>{answer.detail}</small>}
              </td>
              <td>{format.milliseconds(answer.tookMillis)}</td>
              <td>{format.integer(answer.workloads)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
