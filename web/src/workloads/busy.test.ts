import { expect, test } from 'vitest';
import type { Usage } from '../api/types';
import { busyOf, meanOf } from './busy';

const T0 = Date.UTC(2026, 10, 21, 10);
const metered = (from: number, to: number, processorSeconds: number) =>
  ({
    from: new Date(T0 + from * 1000).toISOString(),
    to: new Date(T0 + to * 1000).toISOString(),
    seconds: to - from,
    processorSeconds,
  }) as Usage;

test('two nodes add up while both run', () => {
  const busy = busyOf([metered(0, 60, 120), metered(30, 60, 90)]);
  expect(busy.map(({ at, processors }) => [(at - T0) / 1000, processors])).toEqual([
    [0, 2],
    [30, 5],
  ]);
  expect(meanOf(busy)).toBe(3.5);
});

test('a pause between two intervals is idle', () => {
  const busy = busyOf([metered(0, 10, 10), metered(20, 30, 10)]);
  expect(busy.map((each) => each.processors)).toEqual([1, 0, 1]);
});

test('nothing metered is nothing to show', () => {
  expect(busyOf([])).toEqual([]);
  expect(meanOf([])).toBeNull();
});
