import { useState, type FormEvent, type ReactNode } from 'react';
import { useAction } from '../api/useAction';
import type { Resource } from '../api/useResource';
import { text } from '../i18n/text';
import { ProblemNotice } from '../shell/Notice';

/** An address of the organization's own that the server calls with signed messages. */
interface SignedAddressProps {
  /** Also of what it is in the page, and of its secret. */
  id: string;
  words: { title: string; lead: string; save: string; remove: string };
  known: Resource<{ changedAt: string } | null>;
  /** How the address is asked for, and what stands there already. */
  url: { label: string; value?: string };
  /** Beside the address. */
  more?: ReactNode;
  /** What is known of it, above the form; what it means, below the fields. */
  told?: ReactNode;
  hint?: ReactNode;
  set(values: FormData): Promise<{ webhookSecret?: string | null }>;
  unset(): Promise<unknown>;
  /** What it was told, or has said. */
  children?: ReactNode;
}

/** Its secret is shown once, when it is set; what is typed stays until it is set. */
export function SignedAddress(props: SignedAddressProps) {
  const { id, words, known, url, more, told, hint, children } = props;
  const { busy, refusal, act } = useAction(known.reload);
  const [secret, setSecret] = useState<string | null>(null);

  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    values.set('url', String(values.get('url')).trim());
    void act(async () => setSecret((await props.set(values)).webhookSecret ?? null));
  }

  async function remove() {
    await props.unset();
    setSecret(null);
  }

  return (
    <section aria-labelledby={id} data-testid={id}>
      <h2 id={id}>{words.title}</h2>
      <p>{words.lead}</p>
      {known.problem && <ProblemNotice problem={known.problem} onRetry={known.reload} />}
      {refusal && <ProblemNotice problem={refusal} />}
      {secret && (
        <section className="panel" role="status" data-testid={`${id}-secret`}>
          <h3>{text.spend.secretOnce}</h3>
          <p>
            <code>{secret}</code>
          </p>
        </section>
      )}
      {told}
      <form key={known.data?.changedAt ?? 'none'} className="override-form" onSubmit={save}>
        <div className="override-fields">
          <label className="field">
            <span>{url.label}</span>
            <input name="url" type="url" required autoComplete="off" defaultValue={url.value} />
          </label>
          {more}
        </div>
        {hint}
        <p className="govern-buttons">
          <button type="submit" className="button button-primary" disabled={busy}>
            {words.save}
          </button>
          {known.data && (
            <button
              type="button"
              className="button"
              disabled={busy}
              onClick={() => void act(remove)}
            >
              {words.remove}
            </button>
          )}
        </p>
      </form>
      {children}
    </section>
  );
}
