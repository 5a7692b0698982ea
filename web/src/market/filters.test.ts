import { expect, test } from 'vitest';
import { activeFilters, NO_FILTERS, readFilters, writeFilters, type Filters } from './filters';

test('filters survive the way through the address', () => {
  const filters: Filters = {
    q: 'p5 & more',
    accelerator: 'A100-80GB',
    provider: 'aws',
    region: 'eu-west-1',
    country: 'IE',
    capacityType: 'spot',
    minAccelerators: 4,
    maxAccelerators: 8,
    minMemoryGib: 80,
    freshness: 'aging',
    sort: 'pricePerAccelerator',
    order: 'desc',
  };
  expect(readFilters(writeFilters(filters))).toEqual(filters);
});

test('what is the default is not written', () => {
  expect(writeFilters(NO_FILTERS)).toBe('');
  expect(writeFilters({ ...NO_FILTERS, provider: 'gcp' })).toBe('?provider=gcp');
});

test('an address that makes no sense is read as far as it does', () => {
  const read = readFilters('?sort=beauty&order=up&capacityType=free&minAccelerators=-2&minMemoryGib=x&q=%20');
  expect(read).toEqual(NO_FILTERS);
});

test('sorting is no filter', () => {
  const filters = readFilters('?sort=provider&order=desc&country=DE');
  expect(activeFilters(filters)).toEqual([['country', 'DE']]);
});
