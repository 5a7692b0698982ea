import { useApi } from '../api/context';
import { useResource } from '../api/useResource';
import { usePages } from '../api/usePages';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Empty, ProblemNotice } from '../shell/Notice';
import { Page } from '../shell/Page';
import { Link, useSearch } from '../shell/router';
import { useNow } from '../shell/useNow';

const PAGE_SIZE = 200;

export default function QuarantinePage() {
  const api = useApi();
  const search = useSearch();
  const params = new URLSearchParams(search);
  const provider = params.get('provider') ?? undefined;
  const reason = params.get('reason') ?? undefined;
  const now = useNow();
  const all = useResource('counts', (s) => api.quarantine({ limit: 1 }, s));
  const entries = usePages(search, (cursor, signal) =>
    api.quarantine({ provider, reason, limit: PAGE_SIZE, cursor }, signal),
  );
  const chosen = (p: string, r: string) => p === provider && r === reason;
  return (
    <Page title={text.quarantine.title}>
      <p className="lead">{text.quarantine.lead}</p>
      {entries.problem && <ProblemNotice problem={entries.problem} onRetry={entries.reload} />}
      {all.data && all.data.counts.length > 0 && (
        <nav aria-label={text.quarantine.counts}>
          <ul className="chips" data-testid="quarantine-counts">
            {all.data.counts.map((each) => (
              <li key={each.provider + each.reason}>
                <Link
                  className="chip"
                  aria-current={chosen(each.provider, each.reason) ? 'true' : undefined}
                  href={hrefOf(each.provider, each.reason)}
                >
                  {each.provider}: {each.reason} <strong>{format.integer(each.count)}</strong>
                </Link>
              </li>
            ))}
            {(provider || reason) && (
              <li>
                <Link href="/quarantine">{text.market.clear}</Link>
              </li>
            )}
          </ul>
        </nav>
      )}
      {!entries.items && entries.loading && <p role="status">{text.loading}</p>}
      {entries.items?.length === 0 && (
        <Empty title={text.quarantine.empty}>
          <p>{text.quarantine.emptyBody}</p>
        </Empty>
      )}
      {entries.items && entries.items.length > 0 && (
        <>
          <div className="scroll-x" tabIndex={0} role="region" aria-label={text.quarantine.title}>
            <table className="grid" data-testid="quarantine">
              <thead>
                <tr>
                  <th scope="col">{text.quarantine.subject}</th>
                  <th scope="col">{text.market.provider}</th>
                  <th scope="col">{text.quarantine.reason}</th>
                  <th scope="col">{text.quarantine.detail}</th>
                  <th scope="col">{text.quarantine.source}</th>
                  <th scope="col">{text.quarantine.seen}</th>
                </tr>
              </thead>
              <tbody>
                {entries.items.map((entry, i) => (
                  <tr key={i} data-testid="quarantine-row">
                    <th scope="row" className="breakable">
                      {entry.subject}
                    </th>
                    <td className="unbroken">{entry.provider}</td>
                    <td>
                      <code>{entry.reason}</code>
                    </td>
                    <td className="sentence">{entry.detail}</td>
                    <td className="unbroken">{entry.source}</td>
                    <td>
                      <time dateTime={entry.observedAt} title={format.moment(entry.observedAt)}>
                        {format.ago(entry.observedAt, now)}
                      </time>
                    </td>
                  </tr>
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

function hrefOf(provider: string, reason: string): string {
  return `/quarantine?${new URLSearchParams({ provider, reason }).toString()}`;
}
