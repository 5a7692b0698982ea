import { useApi } from '../api/context';
import type { PolicyValidator, PolicyValidatorAnswer } from '../api/types';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Badge, type Tone } from '../shell/Notice';
import { SignedAddress } from './SignedAddress';

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
  const known = asked.data;
  return (
    <SignedAddress
      id="validator"
      words={t}
      known={asked}
      url={{ label: t.url, value: known?.webhookUrl }}
      more={
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
      }
      hint={<p className="hint">{t.closed}</p>}
      set={(values) =>
        api.setValidator({
          webhookUrl: String(values.get('url')),
          timeoutMillis: Number(values.get('limit')),
        })
      }
      unset={() => api.deleteValidator()}
    >
      {known && <Answers validator={known} />}
    </SignedAddress>
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
