import { useApi } from '../api/context';
import type { Workload } from '../api/types';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { PartNotice } from '../shell/Notice';
import { busyOf, meanOf, type Busy } from './busy';

const t = text.utilisation;
const EVERY_MS = 30_000;
const WIDTH = 600;
const HEIGHT = 90;

/** How busy the processors were, by what was metered. */
export function Utilisation({ workload, ended }: { workload: Workload; ended: boolean }) {
  const api = useApi();
  const { data, problem, reload } = useResource(
    `usage ${workload.id}`,
    (signal) => api.usage(workload.id, signal),
    ended ? undefined : EVERY_MS,
    workload.state,
  );
  const busy = busyOf(data?.items ?? []);
  const mean = meanOf(busy);
  if (data && mean === null) return null;
  const has = workload.lease?.offer.vcpus ?? 0;
  return (
    <section aria-labelledby="utilisation">
      <h2 id="utilisation">{t.title}</h2>
      {problem && <PartNotice problem={problem} onRetry={reload} />}
      {data && mean !== null && (
        <>
          <Plot busy={busy} has={has} />
          <p data-testid="utilisation">
            {t.mean(format.decimal(mean), has > 0 ? format.decimal(has) : '')}
            {data.total > data.items.length &&
              ` ${t.part(format.integer(data.items.length), format.integer(data.total))}`}
          </p>
        </>
      )}
    </section>
  );
}

/** The sentence below says what it shows. */
function Plot({ busy, has }: { busy: Busy[]; has: number }) {
  const begin = busy[0]!.at;
  const span = busy.at(-1)!.until - begin;
  const most = Math.max(has, ...busy.map((each) => each.processors), 0.01);
  const x = (at: number) => (((at - begin) / span) * WIDTH).toFixed(1);
  const y = (processors: number) => (HEIGHT - (processors / most) * (HEIGHT - 4)).toFixed(1);
  const line = busy.map(({ at, until, processors }) => `L${x(at)},${y(processors)}H${x(until)}`);
  return (
    <svg
      className="utilisation"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {has > 0 && <line x1={0} x2={WIDTH} y1={y(has)} y2={y(has)} />}
      <path d={`M0,${HEIGHT}${line.join('')}V${HEIGHT}Z`} />
    </svg>
  );
}
