import { useState, type FormEvent } from 'react';
import { useApi } from '../api/context';
import type { BidRule } from '../api/types';
import { useAction } from '../api/useAction';
import { useResource } from '../api/useResource';
import { text } from '../i18n/text';
import { ProblemNotice } from '../shell/Notice';
import { readDiscounts, writeDiscounts } from './discounts';
import { Field } from './Field';

const t = text.sites;

/** How the site answers orders by itself. */
export function BidRulePanel({ siteId }: { siteId: string }) {
  const api = useApi();
  const stored = useResource(`bid rule ${siteId}`, (signal) => api.bidRule(siteId, signal));
  return (
    <section aria-labelledby="bid-rule">
      <h2 id="bid-rule">{t.bidRule}</h2>
      <p>{t.bidRuleLead}</p>
      {stored.problem && <ProblemNotice problem={stored.problem} onRetry={stored.reload} />}
      {stored.data && <Form siteId={siteId} rule={stored.data} />}
    </section>
  );
}

function Form({ siteId, rule }: { siteId: string; rule: BidRule }) {
  const api = useApi();
  const { busy, refusal, act } = useAction();
  const [saved, setSaved] = useState(false);

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const typed = (name: string) => {
      const entry = form.get(name);
      return typeof entry === 'string' ? entry.trim() : '';
    };
    setSaved(
      await act(() =>
        api.replaceBidRule(siteId, {
          answers: form.get('answers') !== null,
          byHours: readDiscounts(typed('byHours')),
          byUnits: readDiscounts(typed('byUnits')),
          leastHours: typed('leastHours') ? Number(typed('leastHours')) : null,
          mostHours: typed('mostHours') ? Number(typed('mostHours')) : null,
        }),
      ),
    );
  }

  return (
    <form
      className="override-form"
      onSubmit={(event) => void save(event)}
      onChange={() => setSaved(false)}
    >
      {refusal && <ProblemNotice problem={refusal} />}
      <label className="tick">
        <input type="checkbox" name="answers" defaultChecked={rule.answers} />
        <span>{t.answers}</span>
      </label>
      <div className="override-fields">
        <Field
          name="byHours"
          label={t.byHours}
          title={t.discountsHint}
          defaultValue={writeDiscounts(rule.byHours)}
        />
        <Field
          name="byUnits"
          label={t.byUnits}
          title={t.discountsHint}
          defaultValue={writeDiscounts(rule.byUnits)}
        />
        <Field name="leastHours" label={t.leastHours} defaultValue={rule.leastHours ?? ''} />
        <Field name="mostHours" label={t.mostHours} defaultValue={rule.mostHours ?? ''} />
      </div>
      <button type="submit" className="button" disabled={busy}>
        {t.saveRule}
      </button>
      {saved && <p role="status">{t.ruleSaved}</p>}
    </form>
  );
}
