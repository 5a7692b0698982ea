import type { CapacityCalendar } from '../api/types';

export type CalendarMachine = CapacityCalendar['machines'][number];
export type Span = CalendarMachine['spans'][number];

/** A day of UTC; its 24 places are empty before the calendar begins and after it ends. */
export interface CalendarDay {
  day: string;
  hours: (Span | null)[];
}

const HOUR_MS = 3_600_000;

/** The spans of a machine, an hour each, by day. */
export function days(spans: Span[]): CalendarDay[] {
  const byDay = new Map<string, (Span | null)[]>();
  for (const span of spans) {
    for (let hour = 0; hour < span.hours; hour++) {
      const at = new Date(Date.parse(span.from) + hour * HOUR_MS);
      const day = at.toISOString().slice(0, 10);
      const hours = byDay.get(day) ?? Array<Span | null>(24).fill(null);
      hours[at.getUTCHours()] = span;
      byDay.set(day, hours);
    }
  }
  return [...byDay].map(([day, hours]) => ({ day, hours }));
}
