import { expect, test } from 'vitest';
import { sparkPath } from './sparkPath';

const at = (day: number) => new Date(Date.UTC(2026, 10, day)).toISOString();
const draw = (...told: [number, number | null][]) =>
  sparkPath(
    told.map(([day, price]) => ({ at: at(day), price })),
    Date.parse(at(1)),
    Date.parse(at(11)),
    100,
    20,
  );

test('a price holds until the next, and the last one to the end', () => {
  expect(draw([1, 3], [6, 2])).toBe('M0.0,2.0H50.0V18.0H100.0');
});

test('a price that never changed lies in the middle', () => {
  expect(draw([3, 4])).toBe('M20.0,10.0H100.0');
});

test('while it was not on the market there is no line', () => {
  expect(draw([1, 3], [4, null], [6, 3])).toBe('M0.0,10.0H30.0M50.0,10.0H100.0');
});

test('without a price there is nothing to draw', () => {
  expect(draw()).toBe('');
  expect(draw([1, null])).toBe('');
});
