import { expect, test } from 'vitest';
import { treeOf, valueOf, withValue, type FileField } from './fileFields';

const FILE = `# of the team
kind: task
resources:
  accelerators: H100:8 # all of one machine
run: |
  python a.py
  python b.py
placement:
  regions: { allow: [EU, NO] }
`;
const accelerators: FileField = { path: ['resources', 'accelerators'], kind: 'words' };
const allow: FileField = { path: ['placement', 'regions', 'allow'], kind: 'list' };
const nodes: FileField = { path: ['nodes'], kind: 'number' };

test('what stands in the file stands in the fields', () => {
  const tree = treeOf(FILE)!;
  expect(valueOf(tree, accelerators)).toBe('H100:8');
  expect(valueOf(tree, allow)).toBe('EU, NO');
  expect(valueOf(tree, nodes)).toBe('');
});

test('a changed field changes its entry alone, and no comment', () => {
  const changed = withValue(FILE, accelerators, 'L4:1');
  expect(changed).toBe(FILE.replace('H100:8', 'L4:1'));
});

test('a new entry is made, with the maps above it', () => {
  expect(withValue('kind: task\n', { path: ['limits', 'max_cost'], kind: 'words' }, '4 USD')).toBe(
    'kind: task\nlimits:\n  max_cost: 4 USD\n',
  );
  expect(withValue('kind: task\n', nodes, '2')).toBe('kind: task\nnodes: 2\n');
});

test('an emptied field takes its entry away, with what is left empty above it', () => {
  expect(withValue(FILE, allow, '')).not.toContain('placement');
  expect(withValue(FILE, allow, 'DE')).toContain('{ allow: [DE] }');
});

test('an entry that is more than a field holds is left to the file', () => {
  const tree = treeOf('resources: { accelerators: { H100: 8, L4: 4 } }\n')!;
  expect(valueOf(tree, accelerators)).toBeNull();
});

test('a file that cannot be read has no fields, and is not touched', () => {
  expect(treeOf('a: [')).toBeNull();
  expect(withValue('a: [', nodes, '2')).toBe('a: [');
});

test('an entry without a value is filled', () => {
  const cost: FileField = { path: ['limits', 'max_cost'], kind: 'words' };
  const bare = 'limits: # for us\nkind: task\n';
  expect(valueOf(treeOf(bare)!, cost)).toBe('');
  expect(withValue(bare, cost, '4 USD')).toBe(
    'limits:\n  # for us\n  max_cost: 4 USD\nkind: task\n',
  );
  expect(withValue('placement:\n', allow, 'DE')).toContain('allow: [ DE ]');
});

test('an entry in what is no map is left to the file', () => {
  expect(valueOf(treeOf('resources: [H100]\n')!, accelerators)).toBeNull();
  expect(valueOf(treeOf('placement: EU\n')!, allow)).toBeNull();
});
