import { isMap, isNode, isScalar, isSeq, parseDocument, stringify } from 'yaml';
import type { Document, Scalar } from 'yaml';

export type FieldKind = 'words' | 'number' | 'list';

/** A field of the form is an entry of the file. */
export interface FileField {
  path: readonly string[];
  kind: FieldKind;
}

/** The file as a tree that keeps its comments; null while it cannot be read. */
export function treeOf(file: string): Document | null {
  const tree = parseDocument(file, { prettyErrors: false });
  return tree.errors.length === 0 && (tree.contents === null || isMap(tree.contents)) ? tree : null;
}

/** What a field shows; null for an entry that is more than a field can hold. */
export function valueOf(tree: Document, { path, kind }: FileField): string | null {
  if (!mapsOf(path).every((each) => holds(tree.getIn(each, true)))) return null;
  const node: unknown = tree.getIn(path, true);
  if (node === undefined || node === null) return '';
  if (isScalar(node)) return node.value === null ? '' : String(node.source ?? node.value);
  if (kind === 'list' && isSeq(node) && node.items.every(isScalar)) {
    return node.items.map((item) => String(isScalar(item) ? item.value : '')).join(', ');
  }
  return null;
}

/** The file with one entry changed, and all else as it was. An empty value takes the entry away. */
export function withValue(file: string, { path, kind }: FileField, typed: string): string {
  const tree = treeOf(file);
  if (!tree) return file;
  const said = typed.trim();
  const there: unknown = tree.getIn(path, true);
  const place = said === '' ? null : placeOf(file, there, kind);
  if (place) return file.slice(0, place[0]) + written(kind, said) + file.slice(place[1]);
  if (said === '') remove(tree, path);
  else put(tree, path, kind === 'list' ? listOf(tree, said) : plain(kind, said));
  if (isMap(tree.contents) && tree.contents.items.length === 0) return '';
  return tree.toString({ lineWidth: 100 });
}

/** Where a value stands that can be written over, so that nothing around it changes its form. */
function placeOf(file: string, node: unknown, kind: FieldKind): [number, number] | null {
  if (!isNode(node) || !node.range) return null;
  const [from, to] = node.range;
  const old = file.slice(from, to);
  const list = kind === 'list' && isSeq(node) && old.startsWith('[');
  const word = kind !== 'list' && isScalar(node) && old !== '' && !old.includes('\n');
  return list || word ? [from, to] : null;
}

function written(kind: FieldKind, said: string): string {
  if (kind !== 'list') return stringify(plain(kind, said)).trim();
  return `[${items(said).map((item) => stringify(item).trim()).join(', ')}]`;
}

function items(said: string): string[] {
  return said.split(',').map((item) => item.trim()).filter(Boolean);
}

function plain(kind: FieldKind, said: string): string | number {
  return kind === 'number' && /^\d+(\.\d+)?$/.test(said) ? Number(said) : said;
}

function listOf(tree: Document, said: string) {
  return tree.createNode(items(said), { flow: true });
}

function put(tree: Document, path: readonly string[], value: unknown): void {
  for (const each of mapsOf(path)) {
    const there: unknown = tree.getIn(each, true);
    if (!isBare(there)) continue;
    tree.setIn(each, Object.assign(tree.createNode({}), { commentBefore: there.comment }));
  }
  tree.setIn(path, value);
}

/** From the outside in. */
function mapsOf(path: readonly string[]): string[][] {
  return path.slice(0, -1).map((_, i) => path.slice(0, i + 1));
}

function holds(node: unknown): boolean {
  return node === undefined || isMap(node) || isBare(node);
}

/** As in a line that says `limits:`, and nothing more. */
function isBare(node: unknown): node is Scalar<null> {
  return isScalar(node) && node.value === null;
}

/** With the maps that are left empty. */
function remove(tree: Document, path: readonly string[]): void {
  if (path.length === 0 || !tree.hasIn(path)) return;
  tree.deleteIn(path);
  const parent = path.slice(0, -1);
  const left: unknown = parent.length > 0 ? tree.getIn(parent, true) : null;
  if (isMap(left) && left.items.length === 0) remove(tree, parent);
}
