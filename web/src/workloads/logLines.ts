import type { LogLine } from '../api/types';

export interface Log {
  lines: LogLine[];
  /** How many of the first lines were let go, to keep the page quick. */
  dropped: number;
}

export const EMPTY_LOG: Log = { lines: [], dropped: 0 };
const MOST_LINES = 1_000_000;

/**
 * Adds lines in the order of their sequence numbers, each once. After a broken connection the server
 * may repeat some; they change nothing.
 */
export function mergeLines(log: Log, arrived: LogLine[], most = MOST_LINES): Log {
  const last = log.lines.at(-1)?.seq ?? -Infinity;
  const inOrder = arrived.every((line, i) => line.seq > (arrived[i - 1]?.seq ?? last));
  const lines = inOrder ? [...log.lines, ...arrived] : sortedOnce(log.lines, arrived);
  if (!inOrder && lines.length === log.lines.length) return log;
  const over = Math.max(0, lines.length - most);
  return { lines: over > 0 ? lines.slice(over) : lines, dropped: log.dropped + over };
}

function sortedOnce(before: LogLine[], arrived: LogLine[]): LogLine[] {
  const first = before[0]?.seq ?? -Infinity;
  const bySeq = new Map(before.map((line) => [line.seq, line]));
  for (const line of arrived) {
    if (line.seq >= first && !bySeq.has(line.seq)) bySeq.set(line.seq, line);
  }
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/** Programs colour their output for terminals; here only the words are wanted. */
export function withoutColours(line: string): string {
  return line.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replace(/\r+$/, '').replace(/^[^]*\r/, '');
}

/** The indexes of the lines that hold all that is searched for, ignoring case. */
export function findLines(lines: LogLine[], search: string): number[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return [];
  return lines.flatMap((line, i) => (line.line.toLowerCase().includes(wanted) ? [i] : []));
}
