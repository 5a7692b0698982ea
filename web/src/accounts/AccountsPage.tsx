import { useState } from 'react';
import { useApi } from '../api/context';
import type { Account } from '../api/types';
import { useAction } from '../api/useAction';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Badge, Empty, ProblemNotice, type Tone } from '../shell/Notice';
import { Page } from '../shell/Page';
import { Link } from '../shell/router';
import { ConnectAccount } from './ConnectAccount';

const t = text.accounts;

const TONES: Record<Account['state'], Tone> = {
  unchecked: 'calm',
  connected: 'good',
  incomplete: 'warn',
  refused: 'bad',
};

/** The organization's own accounts: what they may do, and how another one is connected. */
export default function AccountsPage() {
  const api = useApi();
  const { data, problem, loading, reload } = useResource('accounts', (s) => api.accounts(s), 15_000);
  const { busy, refusal, act } = useAction(reload);
  const [touched, setTouched] = useState('');

  function actOn(id: string, call: (id: string) => Promise<unknown>) {
    setTouched(id);
    void act(() => call(id));
  }

  return (
    <Page title={t.title} aside={<Link href="/secrets">{t.toSecrets}</Link>}>
      <p className="lead">{t.lead}</p>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {refusal && <ProblemNotice problem={refusal} />}
      {!data && loading && <p role="status">{text.loading}</p>}
      {data?.items.length === 0 && (
        <Empty title={t.none}>
          <p>{t.noneBody}</p>
        </Empty>
      )}
      {data?.items.map((account) => (
        <AccountCard
          key={account.id}
          account={account}
          busy={busy && touched === account.id}
          onCheck={() => actOn(account.id, api.checkAccount)}
          onDisconnect={() => actOn(account.id, api.disconnectAccount)}
        />
      ))}
      <ConnectAccount onConnected={reload} />
    </Page>
  );
}

interface CardProps {
  account: Account;
  busy: boolean;
  onCheck(): void;
  onDisconnect(): void;
}

function AccountCard({ account, busy, onCheck, onDisconnect }: CardProps) {
  const { name, state, openLeases } = account;
  return (
    <section className="account" aria-label={name} data-testid="account">
      <h2>
        {account.title}: {name} <Badge tone={TONES[state]}>{t.states[state]}</Badge>
      </h2>
      <p>{account.detail}</p>
      <p className="account-facts">
        {account.checkedAt && <span>{t.checkedAt(format.moment(account.checkedAt))}</span>}
        {openLeases.length > 0 && <span>{t.running(openLeases.length)}</span>}
      </p>
      <Rights account={account} />
      <button
        type="button"
        className="button"
        disabled={busy}
        aria-label={t.checkOf(name)}
        onClick={onCheck}
      >
        {t.check}
      </button>{' '}
      <button
        type="button"
        className="button"
        disabled={busy || openLeases.length > 0}
        aria-label={t.disconnectOf(name)}
        onClick={onDisconnect}
      >
        {t.disconnect}
      </button>
    </section>
  );
}

/** What is missing is said in the account's own detail; all of it is a click away. */
function Rights({ account }: { account: Account }) {
  if (account.rights.length === 0) return null;
  return (
    <details>
      <summary>{t.rights}</summary>
      <ul>
        {account.rights.map((right) => (
          <li key={right.name}>
            <code>{right.name}</code> {t.verdicts[right.verdict]}: {right.detail}
            {right.needed ? '' : ` (${t.notNeeded})`}
          </li>
        ))}
      </ul>
      {account.quotas.length > 0 && (
        <>
          <h3>{t.quotas}</h3>
          <ul>
            {account.quotas.map((quota, at) => (
              <li key={at}>{t.quota(quota.name, quota.where, format.integer(quota.limit))}</li>
            ))}
          </ul>
        </>
      )}
    </details>
  );
}
