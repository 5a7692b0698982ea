import { describe, expect, test } from 'vitest';
import { createFormat, dearerBy } from './format';

const english = createFormat('en-US', 'UTC');
const german = createFormat('de-DE', 'Europe/Berlin');
const usd = (amount: string) => ({ amount, currency: 'USD' });
/** Intl separates with several kinds of space; here any is a space. */
const plain = (formatted: string) => formatted.replace(/[\u00a0\u202f]/g, ' ');

describe('money', () => {
  test('shows two decimals', () => {
    expect(english.money(usd('98.320000000'))).toBe('$98.32');
  });

  test('shows as many decimals as a small price needs', () => {
    expect(english.money(usd('0.526000000'))).toBe('$0.526');
    expect(english.money(usd('0.009100000'))).toBe('$0.0091');
    expect(english.money(usd('0.000000417'))).toBe('$0.000000417');
  });

  test('shows nothing as nothing', () => {
    expect(english.money(usd('0.000000000'))).toBe('$0.00');
  });

  test('keeps every decimal of an exact amount that a double would lose', () => {
    expect(english.exactMoney(usd('12345678901234.123456789'))).toBe('$12,345,678,901,234.123456789');
  });

  test('follows the language of the reader', () => {
    expect(plain(german.money({ amount: '1234.5', currency: 'EUR' }))).toBe('1.234,50 €');
  });
});

describe('amounts', () => {
  test.each([
    [0.42, '0.42 g'],
    [381.4, '381 g'],
    [1_243, '1.24 kg'],
    [48_250, '48.3 kg'],
    [2_500_000, '2.5 t'],
    [0.000_06, '< 0.001 g'],
    [0, '0 g'],
  ])('%d grams read %s', (grams, expected) => {
    expect(plain(english.grams(grams))).toBe(expected);
  });

  test.each([
    [12, '12 sec'],
    [60, '1 min'],
    [150, '2 min 30 sec'],
    [3_600, '1 hr'],
    [86_400, '24 hr'],
    [5_430, '1 hr 30 min'],
  ])('%d seconds read %s', (seconds, expected) => {
    expect(plain(english.duration(seconds))).toBe(expected);
  });

  test.each([
    [214, '214 kWh'],
    [0.0000405, '0.0405 Wh'],
    [0, '0 kWh'],
  ])('%d kilowatt hours read %s', (value, expected) => {
    expect(plain(english.kilowattHours(value))).toBe(expected);
  });

  test('countries are named, unknown codes are left as they are', () => {
    expect(english.country('DE')).toBe('Germany');
    expect(german.country('DE')).toBe('Deutschland');
    expect(english.country('eu-west')).toBe('eu-west');
  });
});

describe('age', () => {
  const now = Date.parse('2026-11-20T12:00:00Z');
  test.each([
    ['2026-11-20T11:59:50Z', 'now'],
    ['2026-11-20T11:57:00Z', '3 min. ago'],
    ['2026-11-20T09:00:00Z', '3 hr. ago'],
    ['2026-11-10T12:00:00Z', '10 days ago'],
    ['2026-06-20T12:00:00Z', '5 mo. ago'],
  ])('of %s reads %s', (instant, expected) => {
    expect(english.ago(instant, now)).toBe(expected);
  });

  test('times are told in the zone of the reader', () => {
    expect(plain(english.time('2026-11-20T12:00:00Z'))).toBe('12:00:00 PM');
    expect(german.time('2026-11-20T12:00:00Z')).toBe('13:00:00');
  });
});

describe('the difference of two prices', () => {
  test('is a ratio of the first', () => {
    expect(dearerBy(usd('2.00'), usd('2.50'))).toBeCloseTo(0.25);
  });

  test('is unknown across currencies and against a free offer', () => {
    expect(dearerBy(usd('2.00'), { amount: '2.50', currency: 'EUR' })).toBeNull();
    expect(dearerBy(usd('0.000000000'), usd('1.00'))).toBeNull();
  });
});
