import { expect, test } from 'vitest';
import { placeAt } from './places';

test('an address without a word is the market', () => {
  expect(placeAt('/')).toEqual({ name: 'market', id: '' });
});

test('what an address is of is told with its page', () => {
  expect(placeAt('/workloads/w-1/')).toEqual({ name: 'workload', id: 'w-1' });
  expect(placeAt('/offers/aws%2Fus-east-1%2Fp5')).toEqual({
    name: 'offer',
    id: 'aws/us-east-1/p5',
  });
});

test('a word of its own goes before an id', () => {
  expect(placeAt('/sites/new')?.name).toBe('newSite');
});

test.each(['/nowhere', '/workloads/a/b', '/workloads/%E0%A4%A', '/spend/x'])(
  'there is no page at %s',
  (path) => {
    expect(placeAt(path)).toBeNull();
  },
);
