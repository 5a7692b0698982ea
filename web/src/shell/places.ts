import paths from './paths.json';

export type PlaceName = keyof typeof paths;

/** A page, and the id of what it shows; empty where it shows no single thing. */
export interface Place {
  name: PlaceName;
  id: string;
}

const ID = '{id}';
const PATTERNS = (Object.entries(paths) as [PlaceName, string][]).map(
  ([name, path]) => [name, path.slice(1).split('/')] as const,
);

/** The page at an address; null where there is none. Fixed words go before ids. */
export function placeAt(path: string): Place | null {
  const parts = path.replace(/\/+$/, '').split('/').slice(1);
  if (parts.length === 0) return { name: 'market', id: '' };
  const found = PATTERNS.filter(([, pattern]) => fits(pattern, parts)).sort(
    ([, a], [, b]) => a.indexOf(ID) - b.indexOf(ID),
  )[0];
  if (!found) return null;
  const [name, pattern] = found;
  const at = pattern.indexOf(ID);
  const id = at < 0 ? '' : decoded(parts[at] ?? '');
  return id === null ? null : { name, id };
}

function fits(pattern: string[], parts: string[]): boolean {
  return (
    pattern.length === parts.length &&
    pattern.every((word, i) => word === parts[i] || (word === ID && parts[i] !== ''))
  );
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
