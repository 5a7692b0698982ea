import { useState, type FormEvent } from 'react';
import { useApi } from '../api/context';
import type { AuditEntry, AuditQuery, AuditVerification } from '../api/types';
import { useAction } from '../api/useAction';
import { usePages } from '../api/usePages';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Listed } from '../shell/Listed';
import { Empty, ProblemNotice } from '../shell/Notice';
import { Page } from '../shell/Page';
import { navigate, useSearch } from '../shell/router';
import { AuditWebhookPart } from './AuditWebhookPart';
import { GovernTabs } from './GovernTabs';

const t = text.audit;
const FIELDS = ['actor', 'action', 'target', 'from', 'to'] as const;

/** The filter is in the address, so that what was found can be shown to others. */
export default function AuditPage() {
  const api = useApi();
  const search = useSearch();
  const query = filter(search);
  const pages = usePages(`audit ${search}`, (cursor, signal) =>
    api.audit({ ...query, cursor }, signal),
  );
  const [verdict, setVerdict] = useState<AuditVerification | null>(null);
  const { busy, refusal, act } = useAction();

  return (
    <Page title={t.title}>
      <GovernTabs />
      <p className="lead">{t.lead}</p>
      <FilterForm key={search} query={query} />
      <p className="govern-buttons">
        <button
          type="button"
          className="button"
          disabled={busy}
          onClick={() => void act(() => api.verifyAudit().then(setVerdict))}
        >
          {t.verify}
        </button>
        {(['csv', 'jsonl'] as const).map((kind) => (
          <a key={kind} className="button" href={api.auditExport(query, kind)} download>
            {t.export[kind]}
          </a>
        ))}
      </p>
      {verdict && (
        <p className={verdict.intact ? 'notice' : 'notice notice-bad'} role="status" data-testid="verdict">
          {verdict.intact
            ? t.intact(verdict.entries, verdict.head)
            : t.broken(verdict.brokenAt ?? 0, verdict.why ?? text.unknown)}
        </p>
      )}
      {refusal && <ProblemNotice problem={refusal} />}
      <Listed
        pages={pages}
        none={
          <Empty title={t.none}>
            <p>{t.noneBody}</p>
          </Empty>
        }
      >
        {(items) => <Entries items={items} />}
      </Listed>
      <AuditWebhookPart />
    </Page>
  );
}

function filter(search: string): AuditQuery {
  const given = new URLSearchParams(search);
  return Object.fromEntries(
    FIELDS.map((name) => [name, given.get(name) ?? '']).filter(([, value]) => value !== ''),
  ) as AuditQuery;
}

function FilterForm({ query }: { query: AuditQuery }) {
  function find(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    const next = new URLSearchParams();
    for (const name of FIELDS) {
      const said = String(values.get(name) ?? '').trim();
      if (said) next.set(name, name === 'from' || name === 'to' ? moment(said) : said);
    }
    navigate(`/audit?${next}`);
  }
  return (
    <form className="override-form" onSubmit={find}>
      <div className="override-fields">
        {FIELDS.map((name) => (
          <label key={name} className="field">
            <span>{t.fields[name]}</span>
            <input
              name={name}
              type={name === 'from' || name === 'to' ? 'datetime-local' : 'search'}
              placeholder={name === 'action' ? t.actionHint : undefined}
              defaultValue={name === 'from' || name === 'to' ? local(query[name]) : query[name]}
            />
          </label>
        ))}
      </div>
      <button type="submit" className="button button-primary">
        {t.find}
      </button>
    </form>
  );
}

/** From the viewer's clock to that of the server, and back. */
function moment(wall: string): string {
  const at = new Date(wall);
  return Number.isNaN(at.getTime()) ? wall : at.toISOString();
}

function local(moment: string | undefined): string {
  const at = moment ? new Date(moment) : null;
  if (!at || Number.isNaN(at.getTime())) return '';
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function Entries({ items }: { items: AuditEntry[] }) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.title}>
      <table className="grid" data-testid="audit">
        <thead>
          <tr>
            <th scope="col">{t.number}</th>
            <th scope="col">{t.when}</th>
            <th scope="col">{t.who}</th>
            <th scope="col">{t.what}</th>
            <th scope="col">{t.change}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((entry) => (
            <tr key={entry.seq} data-testid="audit-entry">
              <th scope="row">{entry.seq}</th>
              <td>
                <time dateTime={entry.at}>{format.moment(entry.at)}</time>
              </td>
              <td>
                {entry.actorName ?? entry.actor}
                {entry.token && <small>{t.byToken}</small>}
              </td>
              <td className="sentence">
                {entry.action}
                <small className="breakable">{entry.target}</small>
                {entry.outcome !== null && <small>{t.outcome(entry.outcome)}</small>}
              </td>
              <td className="sentence">
                <Difference before={entry.before} after={entry.after} />
                {entry.reason && <small>{entry.reason}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface DifferenceProps {
  before: string | null;
  after: string | null;
}

/** Only what is not the same on both sides. */
function Difference({ before, after }: DifferenceProps) {
  const [was, is] = [fields(before), fields(after)];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]))
    .sort();
  if (names.length === 0) return <>{text.none}</>;
  return (
    <dl className="govern-difference">
      {names.map((name) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {name in was && <del>{shown(was[name])}</del>}{' '}
            {name in is && <ins>{shown(is[name])}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function fields(row: string | null): Record<string, unknown> {
  const value: unknown = row === null ? null : JSON.parse(row);
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
