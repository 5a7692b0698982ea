import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { Quota } from '../api/types';
import { FakeServer, json } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { EARLIER } from '../testing/samples';
import QuotasPage from './QuotasPage';

const QUOTA: Quota = {
  id: 'q-1',
  project: null,
  user: '*',
  accelerator: 'H100-SXM',
  most: 50,
  used: 12,
  createdBy: 'ada',
  createdAt: EARLIER,
};

function quotas(...items: Quota[]): FakeServer {
  return new FakeServer()
    .on('GET /quotas', { items, nextCursor: null, total: items.length })
    .on('GET /projects', { items: [], nextCursor: null, total: 0 });
}

test('a quota shows how much of it is in use, and by whom it is counted', async () => {
  renderWith(quotas(QUOTA), <QuotasPage />, '/quotas');
  const item = within(await screen.findByTestId('quota'));
  expect(item.getByText('12 of 50 in use')).toBeDefined();
  expect(item.getByRole('img', { name: 'H100-SXM, each user: 12 of 50 in use' })).toBeDefined();
});

test('a quota is made for a model', async () => {
  const server = quotas().on('POST /quotas', () => json(QUOTA, 201));
  renderWith(server, <QuotasPage />, '/quotas');
  await userEvent.type(await screen.findByLabelText('Accelerator (all when empty)'), 'H100');
  await userEvent.type(screen.getByLabelText('At most'), '8');
  await userEvent.click(screen.getByRole('button', { name: 'Make the quota' }));
  await waitFor(() => expect(server.calls('POST /quotas')).toHaveLength(1));
  expect(JSON.parse(server.calls('POST /quotas')[0]!.body)).toEqual({
    project: null,
    user: null,
    accelerator: 'H100',
    most: 8,
  });
});

test('a quota is changed where it stands', async () => {
  const server = quotas(QUOTA).on('PUT /quotas/q-1', () => json({ ...QUOTA, most: 60 }));
  renderWith(server, <QuotasPage />, '/quotas');
  const most = await screen.findByLabelText('At most, H100-SXM, each user');
  await userEvent.clear(most);
  await userEvent.type(most, '60');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(server.calls('PUT /quotas/q-1')).toHaveLength(1));
  expect(JSON.parse(server.calls('PUT /quotas/q-1')[0]!.body)).toMatchObject({ most: 60 });
});
