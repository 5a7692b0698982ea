import { expect, test } from 'vitest';
import { readWindows, writeWindows } from './windows';

test('a window by sun and grid is read and written alike', () => {
  const text = 'mon,tue 20:00-06:00; 00:00-00:00 sun>15 grid<100';
  const read = readWindows(text);

  expect(read[0]).toEqual({
    days: ['mon', 'tue'],
    from: '20:00',
    to: '06:00',
    base: null,
    leastSunDegrees: null,
    mostGramsPerKilowattHour: null,
  });
  expect(read[1]).toMatchObject({ days: [], from: '00:00', leastSunDegrees: 15, mostGramsPerKilowattHour: 100 });
  expect(writeWindows(read)).toBe(text);
});
