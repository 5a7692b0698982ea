import { expect, test } from 'vitest';
import type { LogLine } from '../api/types';
import { EMPTY_LOG, findLines, mergeLines, withoutColours } from './logLines';

const line = (seq: number, words = `line ${seq}`): LogLine => ({
  seq,
  at: '2026-11-20T12:00:00Z',
  stream: 'stdout',
  line: words,
  node: null,
});
const log = (...seqs: number[]) => mergeLines(EMPTY_LOG, seqs.map((seq) => line(seq)));
const seqs = (of: { lines: LogLine[] }) => of.lines.map((each) => each.seq);

test('lines are added in order', () => {
  expect(seqs(mergeLines(log(1, 2), [line(3), line(4)]))).toEqual([1, 2, 3, 4]);
});

test('what a resumed stream repeats is shown once', () => {
  expect(seqs(mergeLines(log(1, 2, 3), [line(2), line(3), line(4)]))).toEqual([1, 2, 3, 4]);
});

test('nothing new is the same log, so that nothing is drawn again', () => {
  const before = log(1, 2);
  expect(mergeLines(before, [line(1), line(2)])).toBe(before);
});

test('lines that overtook each other are put right', () => {
  expect(seqs(mergeLines(log(1, 4), [line(3), line(2)]))).toEqual([1, 2, 3, 4]);
});

test('the oldest lines go first when there are too many, and are counted', () => {
  const full = mergeLines(log(1, 2, 3), [line(4), line(5)], 3);
  expect(seqs(full)).toEqual([3, 4, 5]);
  expect(full.dropped).toBe(2);
});

test('a line that was let go does not come back', () => {
  const full = mergeLines(log(1, 2, 3), [line(4)], 3);
  expect(seqs(mergeLines(full, [line(1), line(5)], 3))).toEqual([3, 4, 5]);
});

test('the codes of a terminal are left out', () => {
  expect(withoutColours('\u001b[1;32mok\u001b[0m done')).toBe('ok done');
  expect(withoutColours('10 %\r50 %\r100 %')).toBe('100 %');
});

test('searching ignores case and finds nothing for nothing', () => {
  const { lines } = mergeLines(EMPTY_LOG, [line(1, 'Epoch 1'), line(2, 'loss'), line(3, 'epoch 2')]);
  expect(findLines(lines, 'EPOCH')).toEqual([0, 2]);
  expect(findLines(lines, '  ')).toEqual([]);
});

test('a million lines are kept, as they come in by thousands, and searched', () => {
  let whole = EMPTY_LOG;
  for (let first = 1; first <= 1_000_000; first += 10_000) {
    whole = mergeLines(whole, Array.from({ length: 10_000 }, (_, i) => line(first + i, `step ${first + i}`)));
  }
  expect(whole.lines).toHaveLength(1_000_000);
  expect(whole.dropped).toBe(0);
  expect(findLines(whole.lines, 'STEP 999999')).toEqual([999_998]);
});
