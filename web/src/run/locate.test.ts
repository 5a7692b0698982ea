import { expect, test } from 'vitest';
import { Problem } from '../api/problem';
import { locate } from './locate';

const FILE = `kind: task
resources:
  accelerators: H10O:8
  gpu: { memory: 80GB.., count: 0 }
  any_of:
    - { accelerators: L4 }
    - { accelerators: "?" }
run: echo hi
placement: { regions: { allow: [EUU] } }
setup: |
  one
  two
`;

const about = (field: string, message = 'It is wrong.') =>
  new Problem(400, { errors: [{ field, message, advice: 'Mend it.' }] });

const place = (file: string, problem: Problem) => {
  const found = locate(file, problem)[0]!;
  return [found.line, file.slice(found.from, found.to)];
};

test.each([
  ['resources.accelerators', 3, 'accelerators: H10O:8'],
  ['$.resources.accelerators', 3, 'accelerators: H10O:8'],
  ['/resources/gpu/count', 4, 'count: 0'],
  ['resources.any_of[1].accelerators', 7, 'accelerators: "?"'],
  ['run', 8, 'run: echo hi'],
  ['placement.regions.allow[0]', 9, 'EUU'],
  ['setup', 10, 'setup'],
])('the field %s is found in line %d', (field, line, entry) => {
  expect(place(FILE, about(field))).toEqual([line, entry]);
});

test('a field that is missing is shown at the key that should hold it', () => {
  expect(place(FILE, about('resources.memory'))).toEqual([2, 'resources']);
});

test('a field that is nowhere has no line', () => {
  expect(place(FILE, about('nodes'))).toEqual([null, '']);
});

test('a line that the message names is used when the field names none', () => {
  const message = 'Expected a comma at line 4, column 9.';
  expect(place(FILE, about('body', message))).toEqual([4, '  gpu: { memory: 80GB.., count: 0 }']);
});

test('a file that is not YAML is marked where it breaks, even if nobody says where', () => {
  const [line] = place('kind: task\nrun: "never closed\n', new Problem(400, { detail: 'Not YAML.' }));
  expect(line).toBeGreaterThanOrEqual(2);
});

test('a problem without fields is one complaint', () => {
  const found = locate(FILE, new Problem(409, { detail: 'The key was used for another file.' }));
  expect(found).toMatchObject([{ message: 'The key was used for another file.', line: null }]);
});
