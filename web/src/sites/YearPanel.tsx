import { useState, type FormEvent } from 'react';
import { yearFile } from '../api/client';
import { useApi } from '../api/context';
import type { SiteYear, YearlyReport } from '../api/types';
import { useAction } from '../api/useAction';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { ProblemNotice } from '../shell/Notice';
import { useNow } from '../shell/useNow';
import { Field } from './Field';

const t = text.sites;

type Figure = keyof typeof t.figures;
const FIGURES = Object.keys(t.figures) as Figure[];

/** The year of a site as the EU asks for it: what was metered, what is told, what is missing. */
export function YearPanel({ siteId }: { siteId: string }) {
  const api = useApi();
  const year = new Date(useNow()).getUTCFullYear();
  const { data, problem, reload } = useResource(`year ${siteId} ${year}`, (signal) =>
    api.siteYear(siteId, year, signal),
  );
  return (
    <section aria-labelledby="year">
      <h2 id="year">{t.year(year)}</h2>
      <p>{t.yearLead}</p>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {data && <Summary report={data} />}
      {data && <Form siteId={siteId} report={data} onSaved={reload} />}
      <a href={yearFile(siteId, year)} download>
        {t.yearCsv}
      </a>
    </section>
  );
}

function Summary({ report }: { report: YearlyReport }) {
  const { pue, wue, erf, ref } = report.indicators;
  const ratio = (value: number | null) => (value === null ? text.none : format.decimal(value));
  const share = (value: number | null) => (value === null ? text.none : format.finePercent(value));
  return (
    <ul className="plain" data-testid="year">
      <li>
        {t.sold(
          format.kilowattHours(report.sold.energyKilowattHours),
          format.grams(report.sold.operationalGrams),
        )}
      </li>
      <li>{t.indicators(ratio(pue), ratio(wue), share(erf), share(ref))}</li>
      <li>{t.missing(report.missing.length)}</li>
    </ul>
  );
}

interface FormProps {
  siteId: string;
  report: YearlyReport;
  onSaved(): void;
}

function Form({ siteId, report, onSaved }: FormProps) {
  const api = useApi();
  const { busy, refusal, act } = useAction();
  const [saved, setSaved] = useState(false);

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const typed = (name: string) => {
      const entry = form.get(name);
      return typeof entry === 'string' && entry.trim() ? entry.trim() : null;
    };
    const told: SiteYear = { refrigerants: typed('refrigerants') };
    for (const figure of FIGURES) {
      const value = typed(figure);
      told[figure] = value === null ? null : Number(value);
    }
    const done = await act(() => api.tellSiteYear(siteId, report.year, told));
    setSaved(done);
    if (done) onSaved();
  }

  return (
    <form
      className="override-form"
      onSubmit={(event) => void save(event)}
      onChange={() => setSaved(false)}
    >
      {refusal && <ProblemNotice problem={refusal} />}
      <div className="override-fields">
        {FIGURES.map((figure) => (
          <Field
            key={figure}
            name={figure}
            label={t.figures[figure]}
            inputMode="decimal"
            defaultValue={report.told[figure] ?? ''}
          />
        ))}
        <Field
          name="refrigerants"
          label={t.refrigerants}
          defaultValue={report.told.refrigerants ?? ''}
        />
      </div>
      <button type="submit" className="button" disabled={busy}>
        {t.saveYear}
      </button>
      {saved && <p role="status">{t.yearSaved}</p>}
    </form>
  );
}
