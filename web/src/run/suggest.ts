import { ACCELERATORS, GRAMMAR, type Grammar } from './grammar';

export interface Suggestions {
  /** Where what has been typed of it begins. */
  from: number;
  words: string[];
  /** Whether these are keys, after which a colon is due. */
  keys: boolean;
}

type Found = Grammar | readonly string[] | null | undefined;

/**
 * What may stand where the pen is. It reads lines and their indentation, not a document: a file that is
 * being written can seldom be parsed.
 */
export function suggest(file: string, at: number, models: string[] = []): Suggestions | null {
  const begin = file.lastIndexOf('\n', at - 1) + 1;
  const typed = file.slice(begin, at);
  if (typed.includes('#')) return null;
  const [outer, rest] = flow(typed);
  const indent = /^ */.exec(typed)![0].length;
  const above = keysAbove(file.slice(0, begin), listIndent(typed, indent));
  const path = [...above, ...outer];
  const key = /^(?:- )?([A-Za-z_]*)$/.exec(rest.trimStart());
  if (key) {
    return found(keysOf(path), path, at, key[1]!, true);
  }
  const value = /^(?:- )?([A-Za-z_]+):\s*(?:\[(?:[^\]]*,)?\s*)?([^\s,[\]{}]*)$/.exec(rest.trimStart());
  if (!value) return null;
  const whole = [...path, value[1]!];
  return found(valuesOf(whole, models), whole, at, value[2]!, false);
}

/** A list's items belong to the key that stands no deeper than their dash. */
function listIndent(typed: string, indent: number): number {
  return /^ *- /.test(typed) ? indent + 1 : indent;
}

function found(words: string[], path: string[], at: number, typed: string, keys: boolean) {
  if (words.length === 0 || path.length > 6) return null;
  return { from: at - typed.length, words, keys };
}

function keysOf(path: string[]): string[] {
  const place = lookUp(path);
  return isGrammar(place) ? Object.keys(place) : [];
}

function valuesOf(path: string[], models: string[]): string[] {
  if (path.join() === ACCELERATORS.join()) return models;
  const place = lookUp(path);
  return place && !isGrammar(place) ? [...place] : [];
}

function lookUp(path: string[]): Found {
  return path.reduce<Found>((place, key) => (isGrammar(place) ? place[key] : undefined), GRAMMAR);
}

function isGrammar(place: Found): place is Grammar {
  return typeof place === 'object' && place !== null && !Array.isArray(place);
}

/** The keys whose braces are still open on this line, and what stands in the innermost of them. */
function flow(line: string): [string[], string] {
  const open: string[] = [];
  let rest = line;
  for (let i = 0; i < line.length; i++) {
    const before = line.slice(0, i);
    if (line[i] === '{') {
      open.push(/([A-Za-z_]+):\s*$/.exec(before)?.[1] ?? '');
      rest = line.slice(i + 1);
    } else if (line[i] === '}') {
      open.pop();
      rest = line.slice(i + 1);
    } else if (line[i] === ',' && open.length > 0 && !insideList(before)) {
      rest = line.slice(i + 1);
    }
  }
  return [open.filter(Boolean), rest];
}

function insideList(before: string): boolean {
  return before.lastIndexOf('[') > before.lastIndexOf(']');
}

/** The keys under which a line of this indent stands, the outermost first. */
function keysAbove(before: string, indent: number): string[] {
  const keys: string[] = [];
  let deepest = indent;
  for (const line of before.split('\n').reverse()) {
    const key = /^( *)(?:- )?([A-Za-z_]+):\s*(?:#.*)?$/.exec(line);
    if (key && key[1]!.length < deepest) {
      keys.unshift(key[2]!);
      deepest = key[1]!.length;
    } else if (/^\S/.test(line)) {
      deepest = Math.min(deepest, 0);
    }
    if (deepest === 0) break;
  }
  return keys;
}
