import { useEffect, useState, type FormEvent } from 'react';
import { useApi } from '../api/context';
import { asProblem, type Problem } from '../api/problem';
import { useResource } from '../api/useResource';
import { text } from '../i18n/text';
import { ProblemNotice } from './Notice';
import { Page } from './Page';

/** What somebody has typed stays behind this page until they are back. */
export function SignedOut({ kept }: { kept: boolean }) {
  const api = useApi();
  const { data: info } = useResource('info', (signal) => api.info(signal));
  return info?.mode === 'openid' ? <WithIssuer kept={kept} /> : <WithOwnersToken kept={kept} />;
}

/** The issuer's pages would take the place of this one: who has typed something signs in beside it. */
function WithIssuer({ kept }: { kept: boolean }) {
  const api = useApi();
  useEffect(() => {
    if (!kept) return;
    const look = () => void api.enterAgain().catch(() => undefined);
    addEventListener('focus', look);
    return () => removeEventListener('focus', look);
  }, [api, kept]);
  return (
    <Page title={text.signIn.title} className="sign-in">
      <p className="lead">{kept ? text.signIn.expired : text.signIn.issuer}</p>
      {kept && <p>{text.signIn.beside}</p>}
      <a
        className="button button-primary"
        href="/signin/sso"
        target={kept ? '_blank' : undefined}
      >
        {text.signIn.submit}
      </a>
    </Page>
  );
}

function WithOwnersToken({ kept }: { kept: boolean }) {
  const api = useApi();
  const [token, setToken] = useState('');
  const [checking, setChecking] = useState(false);
  const [complaint, setComplaint] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function signIn(event: FormEvent) {
    event.preventDefault();
    setProblem(null);
    setComplaint(token.trim() ? null : text.signIn.empty);
    if (!token.trim()) return;
    setChecking(true);
    try {
      await api.signIn(token.trim());
    } catch (cause) {
      const found = asProblem(cause);
      if (found.signedOut) setComplaint(text.signIn.refused);
      else setProblem(found);
    } finally {
      setChecking(false);
    }
  }

  return (
    <Page title={text.signIn.title} className="sign-in">
      <p className="lead">{kept ? text.signIn.expired : text.signIn.lead}</p>
      <section className="panel">
        <h2>{text.signIn.linkTitle}</h2>
        <p>{text.signIn.link}</p>
      </section>
      <section className="panel">
        <h2>{text.signIn.tokenTitle}</h2>
        <p>
          {text.signIn.tokenBefore} <code>$TRADEWIND_HOME/owner.token</code>{' '}
          {text.signIn.tokenAfter}
        </p>
        <form onSubmit={(event) => void signIn(event)} noValidate>
          <label className="field">
            <span>{text.signIn.token}</span>
            <input
              type="password"
              name="token"
              autoComplete="off"
              spellCheck={false}
              value={token}
              aria-invalid={complaint !== null}
              aria-describedby={complaint ? 'token-complaint' : undefined}
              onChange={(event) => setToken(event.target.value)}
            />
          </label>
          {complaint && (
            <p id="token-complaint" className="complaint" role="alert">
              {complaint}
            </p>
          )}
          <button className="button button-primary" disabled={checking}>
            {checking ? text.signIn.checking : text.signIn.submit}
          </button>
        </form>
        {problem && <ProblemNotice problem={problem} />}
      </section>
    </Page>
  );
}
