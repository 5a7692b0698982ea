import { useApi } from '../api/context';
import type { Usage, Workload } from '../api/types';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { PartNotice } from '../shell/Notice';
import { meanOf, metered, ofEach, processorsOf, type Metered } from './busy';

const t = text.utilisation;
const EVERY_MS = 30_000;
const WIDTH = 600;
const HEIGHT = 90;

/** How busy the processors and the accelerators were, by what was metered. */
export function Utilisation({ workload, ended }: { workload: Workload; ended: boolean }) {
  const api = useApi();
  const { data, problem, reload } = useResource(
    `usage ${workload.id}`,
    (signal) => api.usage(workload.id, signal),
    ended ? undefined : EVERY_MS,
    workload.state,
  );
  if (!data) return problem && <PartNotice problem={problem} onRetry={reload} />;
  const { items, total } = data;
  const part =
    total > items.length && t.part(format.integer(items.length), format.integer(total));
  return (
    <>
      {problem && <PartNotice problem={problem} onRetry={reload} />}
      <Accelerators usage={items} part={part} />
      <Processors usage={items} has={workload.lease?.offer.vcpus ?? 0} part={part} />
    </>
  );
}

interface PartProps {
  usage: Usage[];
  /** That it is not all of it, if so. */
  part: string | false;
}

function Processors({ usage, has, part }: PartProps & { has: number }) {
  const busy = metered(usage, processorsOf);
  const mean = meanOf(busy);
  if (mean === null) return null;
  const most = Math.max(has, ...busy.map(({ sum }) => sum), 0.01);
  return (
    <section aria-labelledby="utilisation">
      <h2 id="utilisation">{t.title}</h2>
      <Plot series={busy} value={({ sum }) => sum} most={most} limit={has} />
      <p data-testid="utilisation">
        {t.mean(format.decimal(mean), has > 0 ? format.decimal(has) : '')}
        {part && ` ${part}`}
      </p>
    </section>
  );
}

/** Where a driver tells it, and the machine is the workload's alone. */
function Accelerators({ usage, part }: PartProps) {
  const used = metered(usage, (each) => each.acceleratorUtilisation);
  const mean = meanOf(used, ofEach);
  if (mean === null) return null;
  const watts = meanOf(metered(usage, (each) => each.acceleratorWatts));
  const memory = metered(usage, (each) => each.acceleratorMemoryUsedMib);
  const fullest = Math.max(0, ...memory.map(({ sum }) => sum));
  return (
    <section aria-labelledby="accelerators">
      <h2 id="accelerators">{t.accelerators}</h2>
      <Plot series={used} value={ofEach} most={1} limit={1} />
      <p data-testid="accelerators">
        {t.used(format.percent(mean))}
        {watts !== null && ` ${t.watts(format.integer(watts))}`}
        {memory.length > 0 && ` ${t.memory(format.gib(fullest / 1024))}`}
        {part && ` ${part}`}
      </p>
    </section>
  );
}

interface PlotProps {
  series: Metered[];
  value(part: Metered): number;
  most: number;
  /** What there is; 0 where nobody says. */
  limit: number;
}

/** The sentence below says what it shows. */
function Plot({ series, value, most, limit }: PlotProps) {
  const begin = series[0]!.at;
  const span = series.at(-1)!.until - begin;
  const x = (at: number) => (((at - begin) / span) * WIDTH).toFixed(1);
  const y = (height: number) => (HEIGHT - (height / most) * (HEIGHT - 4)).toFixed(1);
  const line = series.map((part) => `L${x(part.at)},${y(value(part))}H${x(part.until)}`);
  return (
    <svg
      className="utilisation"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {limit > 0 && <line x1={0} x2={WIDTH} y1={y(limit)} y2={y(limit)} />}
      <path d={`M0,${HEIGHT}${line.join('')}V${HEIGHT}Z`} />
    </svg>
  );
}
