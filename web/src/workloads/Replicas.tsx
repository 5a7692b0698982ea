import { useApi } from '../api/context';
import type { CapacityType, WorkloadService } from '../api/types';
import { useAction } from '../api/useAction';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { ProblemNotice } from '../shell/Notice';
import { Link } from '../shell/router';

interface Props {
  id: string;
  service: WorkloadService;
  ended: boolean;
  onChange(): void;
}

/** The replicas of a service. Each is a workload with a page of its own. */
export function Replicas({ id, service, ended, onChange }: Props) {
  const api = useApi();
  const { busy, refusal, act } = useAction(onChange);
  const { wanted, ready, maximum, version, scaledByLoad, load, loadAt, replicas } = service;
  const scale = (to: number) => void act(() => api.scale(id, to));

  return (
    <section>
      <h2>{text.workload.replicas}</h2>
      {refusal && <ProblemNotice problem={refusal} />}
      <p className="page-tools" data-testid="replicas-ready">
        {text.workload.ready(format.integer(ready), format.integer(wanted))}
        {scaledByLoad &&
          (load === null || loadAt === null
            ? text.workload.noLoadYet
            : text.workload.load(format.decimal(load), format.time(loadAt)))}
        {!ended && !scaledByLoad && (
          <>
            <button
              type="button"
              className="button"
              disabled={busy || wanted <= 0}
              onClick={() => scale(wanted - 1)}
            >
              {text.workload.fewer}
            </button>
            <button
              type="button"
              className="button"
              disabled={busy || wanted >= maximum}
              onClick={() => scale(wanted + 1)}
            >
              {text.workload.more}
            </button>
          </>
        )}
      </p>
      <table className="grid" data-testid="replicas">
        <thead>
          <tr>
            <th scope="col">{text.workload.replica}</th>
            <th scope="col">{text.workload.nodeState}</th>
            <th scope="col">{text.workload.address}</th>
            <th scope="col">{text.workload.place}</th>
            <th scope="col">{text.workload.rate}</th>
          </tr>
        </thead>
        <tbody>
          {replicas.map((replica) => (
            <tr key={replica.workload}>
              <th scope="row">
                <Link href={`/workloads/${replica.workload}`}>{replica.replica}</Link>
              </th>
              <td>
                {replica.ready ? text.workload.isReady : replica.state}
                {replica.version !== version && ` · ${text.workload.oldVersion}`}
                {replica.reason && <small>{replica.reason}</small>}
              </td>
              <td>{replica.address ? `${replica.address}:${replica.port}` : text.none}</td>
              <td>
                {replica.provider ? `${replica.provider} · ${replica.region}` : text.none}
                {replica.capacityType && (
                  <small>{text.capacityType[replica.capacityType as CapacityType]}</small>
                )}
              </td>
              <td>
                {replica.pricePerHour
                  ? `${format.money(replica.pricePerHour)}${text.market.perHour}`
                  : text.none}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
