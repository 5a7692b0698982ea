import { useState, type FormEvent } from 'react';
import { useApi } from '../api/context';
import type { Secret, SecretDeletion } from '../api/types';
import { useAction } from '../api/useAction';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Empty, ProblemNotice } from '../shell/Notice';
import { Page } from '../shell/Page';
import { Link } from '../shell/router';

const t = text.secrets;

/** Secrets by name. A value goes in and is never shown. */
export default function SecretsPage() {
  const api = useApi();
  const { data, problem, loading, reload } = useResource('secrets', (s) => api.secrets(s));
  const { busy, refusal, act } = useAction(reload);
  const [deletion, setDeletion] = useState<SecretDeletion | null>(null);

  return (
    <Page title={t.title} aside={<Link href="/accounts">{t.toAccounts}</Link>}>
      <p className="lead">{t.lead}</p>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {refusal && <ProblemNotice problem={refusal} />}
      {deletion && (
        <p className="notice notice-warn" role="status" data-testid="deleted">
          {t.removed(deletion.name)}{' '}
          {deletion.stillNamedBy.length > 0 && t.stillNamed(deletion.stillNamedBy.length)}
        </p>
      )}
      {!data && loading && <p role="status">{text.loading}</p>}
      {data?.items.length === 0 && (
        <Empty title={t.none}>
          <p>{t.noneBody}</p>
        </Empty>
      )}
      {data && data.items.length > 0 && (
        <Stored
          items={data.items}
          busy={busy}
          onRemove={(name) => void act(async () => setDeletion(await api.deleteSecret(name)))}
        />
      )}
      <NewSecret busy={busy} onStore={(name, value) => act(async () => {
        await api.putSecret(name, value);
        setDeletion(null);
      })} />
    </Page>
  );
}

interface StoredProps {
  items: Secret[];
  busy: boolean;
  onRemove(name: string): void;
}

function Stored({ items, busy, onRemove }: StoredProps) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.title}>
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{t.name}</th>
            <th scope="col">{t.changed}</th>
            <th scope="col">{t.by}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {items.map((secret) => (
            <tr key={secret.name} data-testid="secret">
              <th scope="row">
                <code>{secret.name}</code>
              </th>
              <td>{format.moment(secret.changedAt)}</td>
              <td>{secret.changedBy}</td>
              <td>
                <button
                  type="button"
                  className="button"
                  disabled={busy}
                  aria-label={t.removeOf(secret.name)}
                  onClick={() => onRemove(secret.name)}
                >
                  {t.remove}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface NewSecretProps {
  busy: boolean;
  onStore(name: string, value: string): Promise<boolean>;
}

function NewSecret({ busy, onStore }: NewSecretProps) {
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const entered = new FormData(form);
    const name = String(entered.get('name')).trim();
    if (await onStore(name, String(entered.get('value')))) form.reset();
  }
  return (
    <form className="connect-form" onSubmit={(event) => void submit(event)}>
      <h2>{t.add}</h2>
      <div className="field">
        <label htmlFor="secret-name">{t.name}</label>
        <input
          id="secret-name"
          name="name"
          required
          pattern="[A-Za-z_][A-Za-z0-9_]{0,99}"
          autoComplete="off"
          spellCheck={false}
          aria-describedby="secret-name-hint"
        />
        <small id="secret-name-hint">{t.nameHint}</small>
      </div>
      <div className="field">
        <label htmlFor="secret-value">{t.value}</label>
        <input id="secret-value" name="value" type="password" required autoComplete="off" />
        <small>{t.replaces}</small>
      </div>
      <button type="submit" className="button button-primary" disabled={busy}>
        {busy ? t.storing : t.store}
      </button>
    </form>
  );
}
