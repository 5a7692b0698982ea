import { isNode, isPair, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { Problem } from '../api/problem';

/** A complaint of the server, at its place in the file. Offsets count UTF-16 units, lines from 1. */
export interface Complaint {
  field: string;
  message: string;
  advice: string | null;
  line: number | null;
  from: number;
  to: number;
}

/** Where in the file each error of a problem belongs. What cannot be found stays without a line. */
export function locate(file: string, problem: Problem): Complaint[] {
  const lines = new LineCounter();
  const document = parseDocument(file, { lineCounter: lines, prettyErrors: false });
  const errors =
    problem.errors.length > 0
      ? problem.errors
      : [{ field: '', message: problem.detail || problem.title, advice: null }];
  return errors.map((error) => {
    const span =
      spanOfField(document, error.field) ??
      spanOfNamedLine(file, `${error.field} ${error.message} ${problem.detail}`) ??
      spanOfSyntaxError(document);
    return {
      ...error,
      line: span ? lines.linePos(span[0]).line : null,
      from: span?.[0] ?? 0,
      to: span?.[1] ?? 0,
    };
  });
}

type Span = [from: number, to: number];

/** The entry that a path like `resources.any_of[1].cpus` names, or the deepest key there is of it. */
function spanOfField(document: Document, field: string): Span | null {
  if (document.errors.length > 0) return null;
  const path = field.split(/[./[\]]+/).filter((part) => part !== '' && part !== '$');
  let node: unknown = document.contents;
  let span: Span | null = null;
  for (const part of path) {
    const child: unknown = childOf(node, part);
    if (child === undefined) break;
    if (isPair(child)) {
      span = spanOfEntry(child.key, child.value) ?? span;
      node = child.value;
    } else {
      span = spanOf(child) ?? span;
      node = child;
    }
  }
  return span;
}

function childOf(node: unknown, part: string): unknown {
  if (!node || typeof node !== 'object' || !('items' in node) || !Array.isArray(node.items)) {
    return undefined;
  }
  const items: unknown[] = node.items;
  if (/^\d+$/.test(part) && !isPair(items[0])) return items[Number(part)];
  return items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === part);
}

/** Key and value where the value is one word; of anything larger only the key. */
function spanOfEntry(key: unknown, value: unknown): Span | null {
  const span = spanOf(key);
  const end = isScalar(value) && value.type !== 'BLOCK_LITERAL' && value.type !== 'BLOCK_FOLDED';
  return span && end ? [span[0], spanOf(value)?.[1] ?? span[1]] : span;
}

function spanOf(node: unknown): Span | null {
  return isNode(node) && node.range ? [node.range[0], node.range[1]] : null;
}

function spanOfNamedLine(file: string, message: string): Span | null {
  const found = /\bline[: ]+(\d+)/i.exec(message);
  if (!found) return null;
  const wanted = Number(found[1]);
  const lines = file.split('\n');
  if (wanted < 1 || wanted > lines.length) return null;
  const from = lines.slice(0, wanted - 1).reduce((sum, line) => sum + line.length + 1, 0);
  return [from, from + (lines[wanted - 1] ?? '').length];
}

function spanOfSyntaxError(document: Document): Span | null {
  const error = document.errors[0];
  return error ? [error.pos[0], Math.max(error.pos[1], error.pos[0])] : null;
}
