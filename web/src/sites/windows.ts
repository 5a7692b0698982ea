import type { Ask } from '../api/types';

type Window = NonNullable<Ask['windows']>[number];

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/**
 * Reads `mon-fri 20:00-06:00; sat,sun 00:00-00:00`, and `00:00-00:00 sun>15 grid<100`: while the sun stands higher than 15
 * degrees and the grid is cleaner than 100 g/kWh. What the server must judge goes through as it is.
 */
export function readWindows(text: string): Window[] {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const all = part.split(/\s+/);
      const words = all.filter((word) => !/[<>]/.test(word));
      const hours = words[words.length - 1] ?? '';
      const [from = '', to = ''] = hours.split('-');
      return {
        days: words.length > 1 ? readDays(words[0] ?? '') : [],
        from,
        to,
        base: null,
        leastSunDegrees: readBound(all, 'sun>'),
        mostGramsPerKilowattHour: readBound(all, 'grid<'),
      };
    });
}

function readBound(words: string[], name: string): number | null {
  const word = words.find((one) => one.startsWith(name));
  return word === undefined ? null : Number(word.slice(name.length));
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
      const sun = one.leastSunDegrees == null ? '' : ` sun>${one.leastSunDegrees}`;
      const grid = one.mostGramsPerKilowattHour == null ? '' : ` grid<${one.mostGramsPerKilowattHour}`;
      return `${named}${one.from}-${one.to}${sun}${grid}`;
    })
    .join('; ');
}
