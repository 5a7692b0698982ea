import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { GRAMMAR, type Grammar } from './grammar';
import { suggest } from './suggest';
import { TEMPLATES } from './templates';

/** The pen is where the bar stands. */
const at = (marked: string, models?: string[]) =>
  suggest(marked.replace('|', ''), marked.indexOf('|'), models);

test('the first words of a file', () => {
  expect(at('kin|')?.words).toContain('kind');
  expect(at('kind: task\nre|')?.words).toContain('resources');
  expect(at('kin|')?.from).toBe(0);
});

test('keys belong to the key above them', () => {
  expect(at('placement:\n  obj|')?.words).toContain('objective');
  expect(at('placement:\n  regions:\n    |')?.words).toEqual(['allow', 'deny']);
  expect(at('placement:\n  regions:\n    allow: [EU]\n  ob|')?.words).toContain('objective');
  expect(at('resources:\n  any_of:\n    - ac|')?.words).toContain('accelerators');
});

test('keys within braces', () => {
  expect(at('placement: { regions: { al|')?.words).toEqual(['allow', 'deny']);
  expect(at('limits: { max_cost: 4 USD, max_d|')?.words).toContain('max_duration');
  expect(at('placement: { regions: { allow: [EU] }, ob|')?.words).toContain('objective');
});

test('values that are chosen from some', () => {
  expect(at('kind: |')?.words).toEqual(['task', 'service']);
  expect(at('placement:\n  objective: gr|')?.words).toContain('greenest');
  expect(at('retry: { on: [error, no|')?.words).toContain('no_capacity');
});

test('accelerators are those of the market', () => {
  expect(at('resources:\n  accelerators: H1|', ['H100', 'L4'])?.words).toEqual(['H100', 'L4']);
});

test('nothing where nothing is known, in a script or a comment', () => {
  expect(at('name: my|')).toBeNull();
  expect(at('# kin|')).toBeNull();
  expect(at('nonsense:\n  a|')).toBeNull();
});

test('every key of the templates is known', () => {
  const unknown = (value: unknown, grammar: Grammar | readonly string[] | null, path: string): string[] =>
    Array.isArray(value)
      ? value.flatMap((each) => unknown(each, grammar, path))
      : value && typeof value === 'object' && grammar && !Array.isArray(grammar)
        ? Object.entries(value).flatMap(([key, inner]) =>
            key in grammar
              ? unknown(inner, (grammar as Grammar)[key] ?? null, `${path}.${key}`)
              : [`${path}.${key}`],
          )
        : [];
  expect(TEMPLATES.flatMap((each) => unknown(parse(each.text), GRAMMAR, each.id))).toEqual([]);
});
