import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { AuditEntry } from '../api/types';
import { FakeServer } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { EARLIER } from '../testing/samples';
import AuditPage from './AuditPage';

const ENTRY: AuditEntry = {
  seq: 7,
  at: EARLIER,
  actor: 'ada',
  actorName: 'Ada',
  token: null,
  action: 'policy.changed',
  target: 'p-1',
  outcome: null,
  request: 'r-1',
  reason: null,
  before: '{"name":"EU only","version":2}',
  after: '{"name":"EU only","version":3}',
  previous: 'a'.repeat(64),
  hash: 'b'.repeat(64),
};

function audit(): FakeServer {
  return new FakeServer().on('GET /audit', { items: [ENTRY], nextCursor: null, total: 1 });
}

test('an entry tells who changed what from what to what, and only that', async () => {
  renderWith(audit(), <AuditPage />, '/audit');
  const row = within(await screen.findByTestId('audit-entry'));
  expect(row.getByText('Ada')).toBeDefined();
  expect(row.getByText('version')).toBeDefined();
  expect(row.getByText('2')).toBeDefined();
  expect(row.getByText('3')).toBeDefined();
  expect(row.queryByText('EU only')).toBeNull();
});

test('the filter stands in the address and in the exports', async () => {
  const server = audit();
  renderWith(server, <AuditPage />, '/audit');
  await userEvent.type(screen.getByLabelText('Who'), 'ada');
  await userEvent.type(screen.getByLabelText('What'), 'policy');
  await userEvent.click(screen.getByRole('button', { name: 'Find' }));
  expect(location.search).toBe('?actor=ada&action=policy');
  const csv = screen.getByRole('link', { name: 'Export as CSV' });
  expect(csv.getAttribute('href')).toBe(
    '/api/v1/audit/export?actor=ada&action=policy&format=csv',
  );
  await screen.findByTestId('audit-entry');
  expect(server.calls('GET /audit').at(-1)!.query.get('actor')).toBe('ada');
});

test('a chain that does not hold is said to be broken, and where', async () => {
  const server = audit().on('GET /audit/verify', {
    intact: false,
    entries: 3,
    head: 'c'.repeat(64),
    brokenAt: 4,
    why: 'its hash is another',
  });
  renderWith(server, <AuditPage />, '/audit');
  await userEvent.click(screen.getByRole('button', { name: 'Check the chain' }));
  expect((await screen.findByTestId('verdict')).textContent).toContain(
    'does not hold at entry 4: its hash is another',
  );
});
