import { type FormEvent } from 'react';
import { useApi } from '../api/context';
import type { SiteRequest } from '../api/types';
import { useAction } from '../api/useAction';
import { useResource } from '../api/useResource';
import { text } from '../i18n/text';
import { ProblemNotice } from '../shell/Notice';
import { Page } from '../shell/Page';
import { navigate } from '../shell/router';
import { Field } from './Field';

const t = text.sites;

/** The first step of onboarding; the page of the new site has the others. */
export default function NewSitePage() {
  const api = useApi();
  const terms = useResource('site-terms', (signal) => api.siteTerms(signal));
  const { busy, refusal, act } = useAction();

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const wish = siteOf(new FormData(event.currentTarget));
    void act(async () => {
      const site = await api.createSite(wish);
      navigate(`/sites/${site.id}`);
    });
  }

  return (
    <Page title={t.add}>
      <p className="lead">{t.lead}</p>
      {terms.problem && <ProblemNotice problem={terms.problem} onRetry={terms.reload} />}
      {refusal && <ProblemNotice problem={refusal} />}
      <form className="override-form" onSubmit={submit}>
        <div className="override-fields">
          <Field name="name" label={t.name} required />
          <Field name="operator" label={t.operator} required />
          <Field name="city" label={t.city} required />
          <Field name="country" label={t.country} placeholder="NO" />
          <Field name="gridZone" label={t.gridZone} placeholder="NO-NO2" />
          <Field name="pue" label={t.pue} inputMode="decimal" placeholder="1.2" />
          <Field name="wue" label={t.wue} inputMode="decimal" />
          <label className="field">
            <span>{t.cooling}</span>
            <select name="cooling">
              <option value="">{text.none}</option>
              {Object.entries(t.coolings).map(([value, name]) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <Field name="powerHeadroomKw" label={t.headroom} inputMode="decimal" />
          <Field name="uplinkGbps" label={t.uplink} inputMode="decimal" />
        </div>
        {terms.data && (
          <fieldset className="terms">
            <legend>{t.terms}</legend>
            <ul>
              {terms.data.sentences.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
            <label className="tick">
              <input type="checkbox" name="terms" value={terms.data.version} required />
              <span>{t.accept(terms.data.version)}</span>
            </label>
          </fieldset>
        )}
        <p>
          <button type="submit" className="button button-primary" disabled={busy || !terms.data}>
            {busy ? t.creating : t.create}
          </button>
        </p>
      </form>
    </Page>
  );
}

function siteOf(form: FormData): SiteRequest {
  const value = (name: string) => {
    const entry = form.get(name);
    return (typeof entry === 'string' && entry.trim()) || null;
  };
  const number = (name: string) => {
    const text = value(name);
    return text === null ? null : Number(text);
  };
  return {
    name: value('name') ?? '',
    operator: value('operator') ?? '',
    city: value('city'),
    country: value('country'),
    gridZone: value('gridZone'),
    pue: number('pue'),
    wue: number('wue'),
    cooling: value('cooling') as SiteRequest['cooling'],
    powerHeadroomKw: number('powerHeadroomKw'),
    uplinkGbps: number('uplinkGbps'),
    terms: value('terms') ?? '',
  };
}
