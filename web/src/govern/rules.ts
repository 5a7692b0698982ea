import { parseDocument, stringify } from 'yaml';
import type { PolicyRules } from '../api/types';

/** Lists of what is allowed and what is not. */
export const BOTH_WAYS = ['providers', 'regions', 'accelerators'] as const;
export const LISTS = ['residency', 'certifications'] as const;
export const CEILINGS = [
  'max_price_hour',
  'max_price_accelerator_hour',
  'max_cost',
  'max_carbon',
  'max_duration',
  'max_nodes',
] as const;
export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export interface Hours {
  zone: string;
  days: string[];
  from: string;
  to: string;
}

/** The rules as a person would write them. */
export function write(rules: PolicyRules): string {
  return Object.keys(rules).length === 0 ? '' : stringify(rules);
}

/** Null for a text that is not YAML, or not keys and values. */
export function read(file: string): PolicyRules | null {
  const document = parseDocument(file, { prettyErrors: false });
  if (document.errors.length > 0) return null;
  const value: unknown = document.toJS();
  if (value === null || value === undefined) return {};
  return typeof value === 'object' && !Array.isArray(value) ? (value as PolicyRules) : null;
}

export function words(value: unknown): string {
  return list(value).join(', ');
}

export function list(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  return value === undefined || value === null ? [] : [String(value)];
}

/** One side of a rule that may be a bare list of what is allowed. */
export function side(rules: PolicyRules, rule: string, which: 'allow' | 'deny'): string[] {
  const value = rules[rule];
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return which === 'allow' ? list(value) : [];
  }
  return list((value as Record<string, unknown>)[which]);
}

/** What is empty is left out. */
export function withSide(
  rules: PolicyRules,
  rule: string,
  which: 'allow' | 'deny',
  items: string[],
): PolicyRules {
  const other = which === 'allow' ? 'deny' : 'allow';
  const both = { [other]: side(rules, rule, other), [which]: items };
  const kept = Object.fromEntries(Object.entries(both).filter(([, each]) => each.length > 0));
  return withRule(rules, rule, Object.keys(kept).length > 0 ? kept : undefined);
}

export function withRule(rules: PolicyRules, rule: string, value: unknown): PolicyRules {
  const next = { ...rules };
  const empty =
    value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  if (empty) delete next[rule];
  else next[rule] = value;
  return next;
}

export function hoursOf(rules: PolicyRules): Hours | null {
  const value = rules.hours;
  if (value === null || typeof value !== 'object') return null;
  const hours = value as Record<string, unknown>;
  return {
    zone: String(hours.zone ?? ''),
    days: list(hours.days ?? ['mon', 'tue', 'wed', 'thu', 'fri']),
    from: String(hours.from ?? ''),
    to: String(hours.to ?? ''),
  };
}

export function split(text: string): string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
