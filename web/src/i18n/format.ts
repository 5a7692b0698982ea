import type { Money } from '../api/types';

/**
 * Everything that a person reads as a number, an amount or a time. Money stays the server's exact
 * decimal text up to Intl, which formats such text without going through a double.
 */
export function createFormat(locale?: string, timeZone?: string) {
  const integer = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const finePercent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const significant = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  const clock = new Intl.DateTimeFormat(locale, { timeZone, timeStyle: 'medium' });
  const day = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium' });
  const weekday = new Intl.DateTimeFormat(locale, { timeZone, weekday: 'short', day: 'numeric' });
  const moment = new Intl.DateTimeFormat(locale, {
    timeZone,
    dateStyle: 'medium',
    timeStyle: 'medium',
  });
  const countries = new Intl.DisplayNames(locale ?? navigator.language, { type: 'region' });
  const units = new Map<string, Intl.NumberFormat>();
  const currencies = new Map<string, Intl.NumberFormat>();

  function inUnit(value: number, unit: string, maximumFractionDigits = 0): string {
    const key = `${unit}/${maximumFractionDigits}`;
    let format = units.get(key);
    if (!format) {
      format = new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits });
      units.set(key, format);
    }
    return format.format(value);
  }

  function currency(money: Money, minimum: number, maximum: number): string {
    const key = `${money.currency}/${minimum}/${maximum}`;
    let format = currencies.get(key);
    if (!format) {
      format = new Intl.NumberFormat(locale, {
        style: 'currency',
        currency: money.currency,
        minimumFractionDigits: minimum,
        maximumFractionDigits: maximum,
      });
      currencies.set(key, format);
    }
    return format.format(money.amount as Intl.StringNumericLiteral);
  }

  return {
    integer: (value: number) => integer.format(value),
    decimal: (value: number) => decimal.format(value),
    percent: (ratio: number) => percent.format(ratio),
    finePercent: (ratio: number) => finePercent.format(ratio),

    /** Two decimals, more only where two would hide the price. */
    money(money: Money): string {
      const digits = decimalsWorthShowing(money.amount);
      return currency(money, Math.min(digits, 2), digits);
    },
    /** All that the server said, without trailing zeros. */
    exactMoney: (money: Money) => currency(money, 2, 9),

    /** One of each currency: nothing is added up that has no common unit. */
    moneys(amounts: Money[]): string {
      return amounts.map((one) => this.money(one)).join(' + ');
    },

    grams(grams: number): string {
      if (grams > 0 && grams < 0.001) return `< ${inUnit(0.001, 'gram', 3)}`;
      if (Math.abs(grams) >= 1_000_000) return `${significant.format(grams / 1_000_000)} t`;
      if (Math.abs(grams) >= 1_000) return inUnit(grams / 1_000, 'kilogram', grams < 1e4 ? 2 : 1);
      return inUnit(grams, 'gram', Math.abs(grams) < 1 ? 3 : Math.abs(grams) < 10 ? 2 : 0);
    },
    kilowattHours: (value: number) =>
      value > 0 && value < 0.01
        ? `${significant.format(value * 1000)} Wh`
        : `${significant.format(value)} kWh`,
    gib: (value: number) => `${decimal.format(value)} GiB`,
    milliseconds: (value: number) => inUnit(value, 'millisecond'),

    duration(seconds: number): string {
      const whole = Math.round(seconds);
      if (whole < 60) return inUnit(whole, 'second');
      const minutes = Math.floor(whole / 60);
      if (minutes < 60) return join(inUnit(minutes, 'minute'), whole % 60, 'second');
      return join(inUnit(Math.floor(minutes / 60), 'hour'), minutes % 60, 'minute');
    },

    ago(instant: string, now: number): string {
      const seconds = Math.round((Date.parse(instant) - now) / 1000);
      const size = Math.abs(seconds);
      if (size < 45) return relative.format(0, 'second');
      if (size < 3_600) return relative.format(Math.round(seconds / 60), 'minute');
      if (size < 86_400 * 2) return relative.format(Math.round(seconds / 3_600), 'hour');
      if (size < 86_400 * 60) return relative.format(Math.round(seconds / 86_400), 'day');
      return relative.format(Math.round(seconds / (86_400 * 30)), 'month');
    },
    time: (instant: string) => clock.format(new Date(instant)),
    date: (instant: string) => day.format(new Date(instant)),
    /** Without month and year: for the axis of a week. */
    weekday: (at: number) => weekday.format(at),
    span: (from: string, to: string) => moment.formatRange(new Date(from), new Date(to)),
    moment: (instant: string) => moment.format(new Date(instant)),
    country(code: string): string {
      return /^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code;
    },
  };

  function join(first: string, rest: number, unit: string): string {
    return rest === 0 ? first : `${first} ${inUnit(rest, unit)}`;
  }
}

export const format = createFormat();

function decimalsWorthShowing(amount: string): number {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.');
  if (!/^0*$/.test(whole)) return 2;
  const firstDigit = fraction.search(/[1-9]/);
  if (firstDigit < 0) return 2;
  return Math.min(Math.max(firstDigit + 3, 3), 9);
}

/** A number for a ratio, a sort or a drawing. Never for an amount that is shown. */
export function approximately(money: Money): number {
  return Number(money.amount);
}

/** How much dearer `other` is than `base`, as a ratio; null where that says nothing. */
export function dearerBy(base: Money, other: Money): number | null {
  const reference = approximately(base);
  if (base.currency !== other.currency || reference <= 0) return null;
  return approximately(other) / reference - 1;
}
