import { expect, test } from 'vitest';
import { visibleRows } from './useVisibleRange';

test('at the top the first rows are drawn, and a few below the edge', () => {
  expect(visibleRows(0, 600, 10_000, 60)).toEqual({ start: 0, end: 18 });
});

test('in the middle there are a few on both sides', () => {
  expect(visibleRows(6_000, 600, 10_000, 60)).toEqual({ start: 92, end: 118 });
});

test('the end stops at the last row', () => {
  expect(visibleRows(599_400, 600, 10_000, 60)).toEqual({ start: 9_982, end: 10_000 });
});

test('a list that has become shorter than the scroll position draws nothing wrong', () => {
  expect(visibleRows(600_000, 600, 5, 60)).toEqual({ start: 5, end: 5 });
});

test('a list that lies below the view draws only what is near', () => {
  expect(visibleRows(-300, 600, 10_000, 60)).toEqual({ start: 0, end: 13 });
});
