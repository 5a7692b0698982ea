import { useState, type FormEvent } from 'react';
import { useApi } from '../api/context';
import type { ApiToken, ApiTokenRequest } from '../api/types';
import { useAction } from '../api/useAction';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Empty, ProblemNotice } from '../shell/Notice';
import { Page } from '../shell/Page';

const t = text.tokens;

/** Tokens for programs. A new one is shown once, and kept nowhere. */
export default function ApiTokensPage() {
  const api = useApi();
  const { data, problem, loading, reload } = useResource('tokens', (s) => api.apiTokens(s));
  const [fresh, setFresh] = useState<string | null>(null);
  const { busy, refusal, act } = useAction(reload);

  return (
    <Page title={t.title}>
      <p className="lead">{t.lead}</p>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {refusal && <ProblemNotice problem={refusal} />}
      {fresh && (
        <section className="panel" role="status" data-testid="new-token">
          <h2>{t.once}</h2>
          <p>
            <code>{fresh}</code>
          </p>
        </section>
      )}
      {!data && loading && <p role="status">{text.loading}</p>}
      {data?.items.length === 0 && (
        <Empty title={t.none}>
          <p>{t.noneBody}</p>
        </Empty>
      )}
      {data && data.items.length > 0 && (
        <Tokens
          items={data.items}
          busy={busy}
          onRevoke={(id) => void act(() => api.revokeApiToken(id).then(() => setFresh(null)))}
        />
      )}
      <NewToken
        busy={busy}
        onMake={(wish) => act(() => api.createApiToken(wish).then((made) => setFresh(made.token)))}
      />
    </Page>
  );
}

interface TokensProps {
  items: ApiToken[];
  busy: boolean;
  onRevoke(id: string): void;
}

function Tokens({ items, busy, onRevoke }: TokensProps) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.title}>
      <table className="grid" data-testid="api-tokens">
        <thead>
          <tr>
            <th scope="col">{t.name}</th>
            <th scope="col">{t.begins}</th>
            <th scope="col">{t.owner}</th>
            <th scope="col">{t.may}</th>
            <th scope="col">{t.used}</th>
            <th scope="col">{t.until}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {items.map((token) => (
            <tr key={token.id} data-testid="api-token">
              <th scope="row">
                <bdi>{token.name}</bdi>
              </th>
              <td>
                <code>{token.hint}…</code>
              </td>
              <td>{token.owner}</td>
              <td className="sentence">
                {token.roles.join(', ')} ({t.access[token.access]})
              </td>
              <td>{token.lastUsedAt ? format.moment(token.lastUsedAt) : t.never}</td>
              <td>{token.revokedAt ? t.revoked : format.moment(token.expiresAt)}</td>
              <td>
                {!token.revokedAt && (
                  <button
                    type="button"
                    className="button"
                    disabled={busy}
                    aria-label={t.revoke(token.name)}
                    onClick={() => onRevoke(token.id)}
                  >
                    {t.revokeShort}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface NewTokenProps {
  busy: boolean;
  onMake(wish: ApiTokenRequest): Promise<boolean>;
}

function NewToken({ busy, onMake }: NewTokenProps) {
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const values = new FormData(form);
    const wish: ApiTokenRequest = {
      name: String(values.get('name') ?? '').trim(),
      access: values.get('access') === 'read' ? 'read' : 'write',
      days: Number(values.get('days')),
    };
    if (await onMake(wish)) form.reset();
  }
  return (
    <form className="override-form" onSubmit={(event) => void submit(event)}>
      <h2>{t.add}</h2>
      <div className="override-fields">
        <label className="field">
          <span>{t.name}</span>
          <input name="name" required />
        </label>
        <label className="field">
          <span>{t.may}</span>
          <select name="access" defaultValue="read">
            <option value="read">{t.access.read}</option>
            <option value="write">{t.access.write}</option>
          </select>
        </label>
        <label className="field">
          <span>{t.days}</span>
          <input name="days" type="number" min={1} max={366} defaultValue={90} />
        </label>
      </div>
      <button type="submit" className="button button-primary" disabled={busy}>
        {t.make}
      </button>
    </form>
  );
}
