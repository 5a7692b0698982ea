import { expect, test } from 'vitest';
import type { Usage } from '../api/types';
import { meanOf, metered, ofEach, processorsOf } from './busy';

const T0 = Date.UTC(2026, 10, 21, 10);
const interval = (from: number, to: number, processorSeconds: number, utilisation?: number) =>
  ({
    from: new Date(T0 + from * 1000).toISOString(),
    to: new Date(T0 + to * 1000).toISOString(),
    seconds: to - from,
    processorSeconds,
    acceleratorUtilisation: utilisation ?? null,
  }) as Usage;
const busyOf = (usage: Usage[]) => metered(usage, processorsOf);
const usedOf = (usage: Usage[]) => metered(usage, (each) => each.acceleratorUtilisation);

test('two nodes add up while both run', () => {
  const busy = busyOf([interval(0, 60, 120), interval(30, 60, 90)]);
  expect(busy.map(({ at, sum }) => [(at - T0) / 1000, sum])).toEqual([
    [0, 2],
    [30, 5],
  ]);
  expect(meanOf(busy)).toBe(3.5);
});

test('a pause between two intervals is idle', () => {
  const busy = busyOf([interval(0, 10, 10), interval(20, 30, 10)]);
  expect(busy.map((each) => each.sum)).toEqual([1, 0, 1]);
});

test('accelerators of two nodes are as busy as each is in the mean', () => {
  const used = usedOf([interval(0, 60, 1, 0.2), interval(30, 60, 1, 0.8)]);
  expect(used.map(ofEach)).toEqual([0.2, 0.5]);
  expect(meanOf(used, ofEach)).toBe(0.35);
});

test('what an interval does not tell is not zero', () => {
  const used = usedOf([interval(0, 10, 1), interval(10, 20, 1, 0.6)]);
  expect(used.map(ofEach)).toEqual([0.6]);
});

test('nothing metered is nothing to show', () => {
  expect(busyOf([])).toEqual([]);
  expect(meanOf([])).toBeNull();
  expect(usedOf([interval(0, 10, 1)])).toEqual([]);
});
