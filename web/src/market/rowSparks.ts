import { pause } from '../api/sse';
import type { PriceSparks, SparkPoint } from '../api/types';
import { approximately } from '../i18n/format';
import { sparkPath } from './sparkPath';

export const SPARK_WIDTH = 72;
export const SPARK_HEIGHT = 14;

/** The list is what was asked for: it is answered and drawn first, and scrolling comes to rest. */
const AFTER_THE_LIST_MS = 600;
const AT_ONCE = 100;
const KEPT_MS = 10 * 60_000;

/** A month of an offer's prices, ready to be drawn. */
export interface RowSpark {
  path: string;
  first: SparkPoint;
  last: SparkPoint;
  changed: boolean;
}

export interface RowSparks {
  of(offer: string): RowSpark | undefined;
  subscribe(listener: () => void): () => void;
  /** Asks for what is not known of these, once for all of them. */
  want(offers: string[], signal: AbortSignal): void;
}

/**
 * The price histories of the rows that can be seen. They lie beside the list, so that their coming
 * draws them and nothing else; without an answer there are none.
 */
export function createRowSparks(
  ask: (offers: string[], signal: AbortSignal) => Promise<PriceSparks>,
): RowSparks {
  const known = new Map<string, { spark: RowSpark | undefined; since: number }>();
  const listeners = new Set<() => void>();
  const isNew = (offer: string) => {
    const since = known.get(offer)?.since;
    return since === undefined || performance.now() - since > KEPT_MS;
  };

  async function fetchAll(offers: string[], signal: AbortSignal) {
    await pause(AFTER_THE_LIST_MS, signal);
    const wanted = offers.filter(isNew).slice(0, AT_ONCE);
    if (wanted.length === 0) return;
    const { from, to, items } = await ask(wanted, signal);
    const told = new Map(items.map(({ offer, points }) => [offer, points]));
    for (const offer of wanted) {
      const spark = draw(told.get(offer) ?? [], Date.parse(from), Date.parse(to));
      known.set(offer, { spark, since: performance.now() });
    }
    listeners.forEach((listener) => listener());
  }

  return {
    of: (offer) => known.get(offer)?.spark,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    want(offers, signal) {
      // A list without its lines is still the list: the next rows ask again.
      if (offers.some(isNew)) fetchAll(offers, signal).catch(() => undefined);
    },
  };
}

function draw(points: SparkPoint[], begin: number, end: number): RowSpark | undefined {
  const priced = points.filter(({ price }) => price !== null);
  const [first, last] = [priced[0], priced.at(-1)];
  if (!first || !last) return undefined;
  const told = points.map(({ at, price }) => ({ at, price: price && approximately(price) }));
  return {
    path: sparkPath(told, begin, end, SPARK_WIDTH, SPARK_HEIGHT),
    first,
    last,
    changed: new Set(priced.map(({ price }) => price!.amount)).size > 1,
  };
}
