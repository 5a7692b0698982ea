import { useState, type FormEvent } from 'react';
import { useApi } from '../api/context';
import type { Charge } from '../api/types';
import { useAction } from '../api/useAction';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { ProblemNotice } from '../shell/Notice';
import { Link } from '../shell/router';

const t = text.disputes;

interface DisputeFormProps {
  charge: Charge;
  onCancel(): void;
}

/** Says that a charge, or a part of it, is wrong. */
export function DisputeForm({ charge, onCancel }: DisputeFormProps) {
  const api = useApi();
  const { busy, refusal, act } = useAction();
  const [isOpen, setOpen] = useState(false);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    const { lease, from, to } = charge;
    void act(async () => {
      await api.openDispute({
        lease,
        from,
        to,
        amount: String(values.get('amount')).trim(),
        reason: String(values.get('reason')).trim(),
      });
      setOpen(true);
    });
  }

  if (isOpen) {
    return (
      <p className="notice" role="status" data-testid="disputed">
        {t.isOpen} <Link href="/spend">{t.seeAll}</Link>
      </p>
    );
  }
  return (
    <form className="override-form" onSubmit={submit}>
      <h3>{t.open(format.span(charge.from, charge.to))}</h3>
      <div className="override-fields">
        <label className="field">
          <span>{t.wrongAmount}</span>
          <input
            name="amount"
            required
            pattern="\s*[0-9]+(\.[0-9]+)?\s*[A-Z]{3}\s*"
            defaultValue={`${charge.amount.amount.replace(/\.?0+$/, '')} ${charge.amount.currency}`}
          />
        </label>
        <label className="field">
          <span>{t.reason}</span>
          <input name="reason" required maxLength={2000} autoFocus />
        </label>
      </div>
      {refusal && <ProblemNotice problem={refusal} />}
      <button type="submit" className="button button-primary" disabled={busy}>
        {t.send}
      </button>{' '}
      <button type="button" className="button" disabled={busy} onClick={onCancel}>
        {text.spend.cancel}
      </button>
    </form>
  );
}
