import type { Ask } from '../api/types';

type Window = NonNullable<Ask['windows']>[number];

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Reads `mon-fri 20:00-06:00; sat,sun 00:00-00:00`; what the server must judge goes through as it is. */
export function readWindows(text: string): Window[] {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const words = part.split(/\s+/);
      const hours = words[words.length - 1] ?? '';
      const [from = '', to = ''] = hours.split('-');
      return { days: words.length > 1 ? readDays(words[0] ?? '') : [], from, to, base: null };
    });
}

function readDays(text: string): string[] {
  return text.split(',').flatMap((part) => {
    const [first = '', last] = part.split('-');
    const from = DAYS.indexOf(first);
    const to = DAYS.indexOf(last ?? first);
    return from < 0 || to < from ? [part] : DAYS.slice(from, to + 1);
  });
}

export function writeWindows(windows: Ask['windows']): string {
  return (windows ?? [])
    .map((one) => {
      const days = one.days ?? [];
      const named = days.length === 0 || days.length === DAYS.length ? '' : `${days.join(',')} `;
      return `${named}${one.from}-${one.to}`;
    })
    .join('; ');
}
