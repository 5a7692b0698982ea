import { useState } from 'react';
import { useApi } from '../api/context';
import type { EnrolmentToken, Site } from '../api/types';
import { useAction } from '../api/useAction';
import { text } from '../i18n/text';
import { ProblemNotice } from '../shell/Notice';

const t = text.sites;

/** The install line, and whether its agent has called since. */
export function Connect({ site }: { site: Site }) {
  const api = useApi();
  const [token, setToken] = useState<EnrolmentToken | null>(null);
  const [known, setKnown] = useState(0);
  const { busy, refusal, act } = useAction();

  const make = () =>
    act(async () => {
      setKnown(site.agents.length);
      setToken(await api.enrolmentToken(site.id));
    });

  return (
    <section aria-labelledby="connect">
      <h2 id="connect">{t.connect}</h2>
      {refusal && <ProblemNotice problem={refusal} />}
      {token && (
        <>
          <p>{t.connectBody}</p>
          <Line label={t.plainLine} line={token.install} />
          <Line label={t.checkedLine} line={token.installChecked} />
          <p>
            {t.checksum}: <code>{token.scriptSha256}</code>
          </p>
          <p>{token.runtime ? t.runtime(token.runtime) : t.noRuntime}</p>
          <p role="status" data-testid="called">
            {site.agents.length > known ? t.called : t.notCalled}
          </p>
        </>
      )}
      <button
        type="button"
        className="button button-primary"
        disabled={busy}
        onClick={() => void make()}
      >
        {token ? t.anotherToken : t.makeToken}
      </button>
    </section>
  );
}

function Line({ label, line }: { label: string; line: string }) {
  return (
    <label className="field">
      <span>{label}</span>
      <input readOnly value={line} onFocus={(event) => event.currentTarget.select()} />
    </label>
  );
}
