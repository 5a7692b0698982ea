import { useState, type FormEvent } from 'react';
import { useApi } from '../api/context';
import type { Account, AccountKind } from '../api/types';
import { useAction } from '../api/useAction';
import { useResource } from '../api/useResource';
import { text } from '../i18n/text';
import { ProblemNotice } from '../shell/Notice';

const t = text.accounts;

/** Three steps: whose account, what to grant there, and what to enter. The check answers in words. */
export function ConnectAccount({ onConnected }: { onConnected(): void }) {
  const api = useApi();
  const { data, problem } = useResource('account-kinds', (s) => api.accountKinds(s));
  const [seller, setSeller] = useState('');
  const [result, setResult] = useState<Account | null>(null);
  const kind = data?.items.find((each) => each.provider === seller);

  function connected(account: Account) {
    setResult(account);
    setSeller('');
    onConnected();
  }

  return (
    <section className="connect" aria-label={t.connect}>
      <h2>{t.connect}</h2>
      {problem && <ProblemNotice problem={problem} />}
      {result && (
        <p
          className={`notice ${result.state === 'connected' ? 'notice-good' : 'notice-warn'}`}
          role="status"
          data-testid="check-result"
        >
          {t.result(result.name)}: {result.detail}
        </p>
      )}
      <label className="field">
        <span>{t.steps.seller}</span>
        <select
          value={seller}
          onChange={(event) => {
            setSeller(event.target.value);
            setResult(null);
          }}
        >
          <option value="">{t.choose}</option>
          {data?.items.map((each) => (
            <option key={each.provider} value={each.provider}>
              {each.title}
            </option>
          ))}
        </select>
      </label>
      {kind && <Grants kind={kind} />}
      {kind && <Settings key={kind.provider} kind={kind} onConnected={connected} />}
    </section>
  );
}

function Grants({ kind }: { kind: AccountKind }) {
  const [copied, setCopied] = useState('');
  async function copy(title: string, content: string) {
    await navigator.clipboard.writeText(content);
    setCopied(title);
  }
  return (
    <>
      <h3>{t.steps.grant}</h3>
      {kind.grants.map(({ title, text: content }) => (
        <div key={title} className="grant">
          <h4>{title}</h4>
          <button
            type="button"
            className="button"
            aria-label={t.copyOf(title)}
            onClick={() => void copy(title, content).catch(() => setCopied(''))}
          >
            {copied === title ? t.copied : t.copy}
          </button>
          <pre tabIndex={0} aria-label={title}>
            {content}
          </pre>
        </div>
      ))}
    </>
  );
}

interface SettingsProps {
  kind: AccountKind;
  onConnected(account: Account): void;
}

function Settings({ kind, onConnected }: SettingsProps) {
  const api = useApi();
  const { busy, refusal, act } = useAction();

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const value = (name: string) => String(form.get(name) ?? '').trim();
    const settings = kind.fields
      .map((field) => [field.key, value(`setting-${field.key}`)] as const)
      .filter(([, entered]) => entered !== '');
    const draft = {
      provider: kind.provider,
      name: value('name'),
      settings: Object.fromEntries(settings),
    };
    await act(async () => onConnected(await api.connectAccount(draft)));
  }

  return (
    <form className="connect-form" onSubmit={(event) => void submit(event)}>
      <h3>{t.steps.enter}</h3>
      {refusal && <ProblemNotice problem={refusal} />}
      <label className="field">
        <span>{t.name}</span>
        <input name="name" required defaultValue={kind.title} autoComplete="off" />
      </label>
      {kind.fields.map((field) => (
        <Setting key={field.key} field={field} />
      ))}
      <button type="submit" className="button button-primary" disabled={busy}>
        {busy ? t.checking : t.submit}
      </button>
    </form>
  );
}

function Setting({ field }: { field: AccountKind['fields'][number] }) {
  const name = `setting-${field.key}`;
  const hint = `${name}-hint`;
  const shared = {
    id: name,
    name,
    required: field.required,
    autoComplete: 'off',
    spellCheck: false,
    'aria-describedby': hint,
  };
  return (
    <div className="field">
      <label htmlFor={name}>
        {field.label}
        {field.required ? '' : ` (${t.optional})`}
      </label>
      {field.form === 'secret' ? (
        <input {...shared} type="password" />
      ) : (
        <input {...shared} placeholder={field.example} />
      )}
      <small id={hint}>
        {field.meaning} {field.form === 'secret' ? t.secretHint : ''}
      </small>
    </div>
  );
}
