import type { CapacityType, Freshness, OfferQuery, OfferSort } from '../api/types';

/** What the market page filters and sorts by. The address bar holds it, so that a view can be shared. */
export interface Filters {
  q?: string;
  accelerator?: string;
  vendor?: string;
  provider?: string;
  region?: string;
  country?: string;
  capacityType?: CapacityType;
  certification?: string;
  minAccelerators?: number;
  maxAccelerators?: number;
  minMemoryGib?: number;
  freshness?: Freshness;
  sort: OfferSort;
  order: 'asc' | 'desc';
}

export type FilterName = Exclude<keyof Filters, 'sort' | 'order'>;

export const CAPACITY_TYPES: CapacityType[] = ['on_demand', 'spot', 'reserved'];
/** Makers of the accelerators that the server's table has. */
export const VENDORS = ['nvidia', 'amd', 'google', 'intel', 'aws', 'cerebras', 'qualcomm'];
export const FRESHNESSES: Freshness[] = ['fresh', 'aging', 'stale', 'expired'];
export const SORTS: OfferSort[] = ['pricePerAccelerator', 'price', 'provider', 'observedAt'];
export const NO_FILTERS: Filters = { sort: 'pricePerAccelerator', order: 'asc' };

const TEXTS = [
  'q',
  'accelerator',
  'vendor',
  'provider',
  'region',
  'country',
  'certification',
] as const;
const NUMBERS = ['minAccelerators', 'maxAccelerators', 'minMemoryGib'] as const;

/** Reads an address that anybody may have typed: what makes no sense is left out. */
export function readFilters(search: string): Filters {
  const params = new URLSearchParams(search);
  const filters: Filters = {
    sort: oneOf(SORTS, params.get('sort')) ?? NO_FILTERS.sort,
    order: oneOf(['asc', 'desc'] as const, params.get('order')) ?? NO_FILTERS.order,
  };
  for (const name of TEXTS) {
    const value = params.get(name)?.trim();
    if (value) filters[name] = value;
  }
  for (const name of NUMBERS) {
    const value = Number(params.get(name) ?? NaN);
    if (Number.isFinite(value) && value > 0) filters[name] = value;
  }
  const capacityType = oneOf(CAPACITY_TYPES, params.get('capacityType'));
  if (capacityType) filters.capacityType = capacityType;
  const freshness = oneOf(FRESHNESSES, params.get('freshness'));
  if (freshness) filters.freshness = freshness;
  return filters;
}

export function writeFilters(filters: Filters): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    if (value === undefined || value === '') continue;
    if (value === NO_FILTERS[name as keyof Filters]) continue;
    params.set(name, String(value));
  }
  const search = params.toString();
  return search === '' ? '' : `?${search}`;
}

export function toQuery(filters: Filters): OfferQuery {
  return { ...filters };
}

export function activeFilters(filters: Filters): [FilterName, string | number][] {
  return Object.entries(filters).filter(
    ([name, value]) => name !== 'sort' && name !== 'order' && value !== undefined,
  ) as [FilterName, string | number][];
}

function oneOf<T extends string>(allowed: readonly T[], value: string | null): T | undefined {
  return allowed.find((each) => each === value);
}
