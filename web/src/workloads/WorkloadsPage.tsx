import { useApi } from '../api/context';
import type { WorkloadState, Workload } from '../api/types';
import { usePages } from '../api/usePages';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Listed } from '../shell/Listed';
import { Badge, Empty } from '../shell/Notice';
import { Page } from '../shell/Page';
import { Link, navigate, useSearch } from '../shell/router';
import { useNow } from '../shell/useNow';
import { secondsRun, STATES, stateTone } from './state';

const PAGE_SIZE = 50;
const EVERY_MS = 5_000;

export default function WorkloadsPage() {
  const api = useApi();
  const search = useSearch();
  const wanted = new URLSearchParams(search).get('state');
  const state = STATES.find((each) => each === wanted);
  const workloads = usePages(
    state ?? 'all',
    (cursor, signal) => api.workloads({ state, cursor, limit: PAGE_SIZE }, signal),
    EVERY_MS,
  );
  return (
    <Page
      title={text.workloads.title}
      aside={
        <div className="page-tools">
          <StateFilter state={state} />
          <Link className="button" href="/orders">
            {text.orders.ask}
          </Link>
          <Link className="button button-primary" href="/run">
            {text.workloads.write}
          </Link>
        </div>
      }
    >
      <Listed
        pages={workloads}
        none={
          <Empty title={state ? text.workloads.emptyFiltered : text.workloads.empty}>
            {!state && <p>{text.workloads.emptyBody}</p>}
          </Empty>
        }
      >
        {(items) => <WorkloadTable items={items} />}
      </Listed>
    </Page>
  );
}

function StateFilter({ state }: { state: WorkloadState | undefined }) {
  return (
    <label className="field field-row">
      <span>{text.workloads.state}</span>
      <select
        name="state"
        value={state ?? ''}
        onChange={(event) => {
          const next = event.target.value;
          navigate(next ? `/workloads?state=${next}` : '/workloads', { replace: true });
        }}
      >
        <option value="">{text.workloads.all}</option>
        {STATES.map((each) => (
          <option key={each} value={each}>
            {text.workloadState[each]}
          </option>
        ))}
      </select>
    </label>
  );
}

function WorkloadTable({ items }: { items: Workload[] }) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={text.workloads.title}>
      <table className="grid" data-testid="workloads">
        <thead>
          <tr>
            <th scope="col">{text.workloads.name}</th>
            <th scope="col">{text.workloads.state}</th>
            <th scope="col">{text.workloads.where}</th>
            <th scope="col">{text.workloads.created}</th>
            <th scope="col" className="figure">
              {text.workloads.took}
            </th>
            <th scope="col" className="figure">
              {text.workloads.cost}
            </th>
            <th scope="col" className="figure">
              {text.workloads.carbon}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((workload) => (
            <WorkloadRow key={workload.id} workload={workload} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function WorkloadRow({ workload }: { workload: Workload }) {
  const now = useNow();
  const { lease } = workload;
  const seconds = secondsRun(workload, now);
  return (
    <tr data-testid="workload-row" data-state={workload.state}>
      <th scope="row">
        <Link href={`/workloads/${encodeURIComponent(workload.id)}`}>
          <bdi>{workload.name || workload.id}</bdi>
        </Link>
        <small>{workload.kind}</small>
      </th>
      <td>
        <Badge tone={stateTone[workload.state]} title={workload.reason ?? undefined}>
          {text.workloadState[workload.state]}
        </Badge>
      </td>
      <td>
        {lease ? (
          <>
            {lease.provider}
            <small>
              {lease.region} · {lease.instanceType}
            </small>
          </>
        ) : (
          text.none
        )}
      </td>
      <td>
        <time dateTime={workload.createdAt} title={format.moment(workload.createdAt)}>
          {format.ago(workload.createdAt, now)}
        </time>
      </td>
      <td className="figure">{seconds === null ? text.none : format.duration(seconds)}</td>
      <td className="figure">{workload.costs.length > 0 ? format.moneys(workload.costs) : text.none}</td>
      <td className="figure">
        {workload.startedAt ? format.grams(workload.carbonGrams) : text.none}
      </td>
    </tr>
  );
}
