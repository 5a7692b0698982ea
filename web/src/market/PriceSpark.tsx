import { useApi } from '../api/context';
import { pause } from '../api/sse';
import type { PricePoint } from '../api/types';
import { useResource } from '../api/useResource';
import { approximately, format } from '../i18n/format';
import { text } from '../i18n/text';
import { activeFilters, type FilterName, type Filters } from './filters';
import { sparkPath } from './sparkPath';

const WIDTH = 96;
const HEIGHT = 20;

/** The list is what was asked for: the server answers that alone first. */
const AFTER_THE_LIST_MS = 600;

/** With any other filter, the list has prices of its own. */
const UNDERSTOOD: FilterName[] = ['accelerator', 'capacityType', 'provider', 'region'];

/** The lowest price of the chosen accelerator over the last month, as a line among the words. */
export function PriceSpark({ filters }: { filters: Filters }) {
  const { accelerator, capacityType, provider, region } = filters;
  const understood = activeFilters(filters).every(([name]) => UNDERSTOOD.includes(name));
  return understood && accelerator && accelerator !== 'none' && !accelerator.includes(',') ? (
    <Spark query={{ accelerator, capacityType, provider, region }} />
  ) : null;
}

interface SparkProps {
  query: Pick<Filters, 'capacityType' | 'provider' | 'region'> & { accelerator: string };
}

/** The list does not need it: without an answer there is none. */
function Spark({ query }: SparkProps) {
  const api = useApi();
  const { data } = useResource(`spark ${JSON.stringify(query)}`, async (signal) => {
    await pause(AFTER_THE_LIST_MS, signal);
    return api.prices(query, signal);
  });
  const points = data?.points ?? [];
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || points.length < 2) return null;
  return (
    <span className="spark" data-testid="spark">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        <path d={line(points)} />
      </svg>
      {text.history.spark(
        format.date(first.at),
        format.money(first.min),
        format.money(last.min),
      )}
    </span>
  );
}

function line(points: PricePoint[]): string {
  const told = points.map(({ at, min }) => ({ at, price: approximately(min) }));
  const ends = [points[0]!.at, points.at(-1)!.at].map(Date.parse);
  return sparkPath(told, ends[0]!, ends[1]!, WIDTH, HEIGHT);
}
