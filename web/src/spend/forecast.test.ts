import { expect, test } from 'vitest';
import type { Budget } from '../api/types';
import { usd } from '../testing/samples';
import { burnDown } from './forecast';

const budget = (used: string, part: Partial<Budget> = {}) =>
  ({ period: 'month', used: usd(used), amount: usd('300'), ...part }) as Budget;

const THE_TENTH = Date.UTC(2026, 10, 11);

test('a month that goes on as it began is told to its end', () => {
  const forecast = burnDown(budget('60'), THE_TENTH)!;
  expect(forecast.elapsed).toBeCloseTo(1 / 3);
  expect(forecast.used).toBeCloseTo(0.2);
  expect(forecast.atEnd).toBeCloseTo(0.6);
  expect(forecast.exhausted).toBeNull();
});

test('a budget that will not last says until when', () => {
  const forecast = burnDown(budget('200'), THE_TENTH)!;
  expect(forecast.atEnd).toBeCloseTo(2);
  expect(forecast.exhausted?.toISOString()).toBe('2026-11-16T00:00:00.000Z');
});

test('the first hours of a month say nothing of its end, and other budgets have none', () => {
  expect(burnDown(budget('60'), Date.UTC(2026, 10, 1, 3))).toBeNull();
  expect(burnDown(budget('60', { period: 'total' }), THE_TENTH)).toBeNull();
});
