import { useApi } from '../api/context';
import type { Discrepancy } from '../api/types';
import { usePages } from '../api/usePages';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Empty, ProblemNotice } from '../shell/Notice';
import { Page } from '../shell/Page';
import { Link, useSearch } from '../shell/router';
import { signedPercent } from './OfferFacts';

const PAGE_SIZE = 200;

export default function DiscrepanciesPage() {
  const api = useApi();
  const search = useSearch();
  const seller = new URLSearchParams(search).get('seller') ?? undefined;
  const all = useResource('discrepancy counts', (s) => api.discrepancies({ limit: 1 }, s));
  const entries = usePages(search, (cursor, signal) =>
    api.discrepancies({ seller, limit: PAGE_SIZE, cursor }, signal),
  );
  const t = text.truth;
  return (
    <Page title={t.discrepancies}>
      <p className="lead">{t.discrepanciesLead}</p>
      {entries.problem && <ProblemNotice problem={entries.problem} onRetry={entries.reload} />}
      {all.data && all.data.counts.length > 0 && (
        <nav aria-label={t.counts}>
          <ul className="chips" data-testid="discrepancy-counts">
            {all.data.counts.map((each) => (
              <li key={each.provider}>
                <Link
                  className="chip"
                  aria-current={each.provider === seller ? 'true' : undefined}
                  href={`/discrepancies?seller=${encodeURIComponent(each.provider)}`}
                >
                  {each.provider}{' '}
                  <strong>
                    {t.countOf(format.integer(each.disagreeing), format.integer(each.compared))}
                  </strong>
                </Link>
              </li>
            ))}
            {seller && (
              <li>
                <Link href="/discrepancies">{text.market.clear}</Link>
              </li>
            )}
          </ul>
        </nav>
      )}
      {!entries.items && entries.loading && <p role="status">{text.loading}</p>}
      {entries.items?.length === 0 && (
        <Empty title={t.noDiscrepancies}>
          <p>{t.noDiscrepanciesBody(format.finePercent((all.data?.tolerancePercent ?? 1) / 100))}</p>
        </Empty>
      )}
      {entries.items && entries.items.length > 0 && (
        <>
          <div className="scroll-x" tabIndex={0} role="region" aria-label={t.discrepancies}>
            <table className="grid" data-testid="discrepancies">
              <thead>
                <tr>
                  <th scope="col">{t.machine}</th>
                  <th scope="col">{t.believed}</th>
                  <th scope="col">{t.other}</th>
                  <th scope="col" className="figure">
                    {t.difference}
                  </th>
                  <th scope="col">{t.why}</th>
                </tr>
              </thead>
              <tbody>
                {entries.items.map((entry) => (
                  <Row key={entry.believed.offer} entry={entry} />
                ))}
              </tbody>
            </table>
          </div>
          <p className="tally" role="status">
            {text.quarantine.shown(
              format.integer(entries.items.length),
              format.integer(entries.total),
            )}
            {entries.loadMore && (
              <button type="button" className="button" onClick={entries.loadMore}>
                {text.more}
              </button>
            )}
          </p>
        </>
      )}
    </Page>
  );
}

function Row({ entry }: { entry: Discrepancy }) {
  const { accelerator, believed } = entry;
  return (
    <tr data-testid="discrepancy-row">
      <th scope="row">
        {entry.instanceType}
        <small>
          {entry.provider} · {entry.region}
          {entry.zone && ` · ${entry.zone}`} · {text.capacityType[entry.capacityType]}
          {accelerator && ` · ${format.decimal(accelerator.count)} × ${accelerator.model}`}
        </small>
      </th>
      <td>
        {format.money(believed.price)}
        <small>{believed.feed}</small>
      </td>
      <td>
        {entry.others.map((other) => (
          <span key={other.feed + other.offer} className="stacked">
            {format.money(other.price)}
            <small>
              {other.feed}
              {other.differencePercent !== null && `, ${signedPercent(other.differencePercent)}`}
            </small>
          </span>
        ))}
      </td>
      <td className="figure">{format.finePercent(entry.differencePercent / 100)}</td>
      <td className="sentence">{entry.why}</td>
    </tr>
  );
}
