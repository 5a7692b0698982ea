import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { FakeServer, json } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import SecretsPage from './SecretsPage';

const LIST = 'GET /secrets';
const PUT = 'PUT /secrets/HF_TOKEN';
const DELETE = 'DELETE /secrets/HF_TOKEN';

const SECRET = {
  name: 'HF_TOKEN',
  createdAt: '2026-11-21T09:00:00Z',
  changedAt: '2026-11-21T09:00:00Z',
  changedBy: 'owner',
};

function server(items: object[] = []): FakeServer {
  return new FakeServer().on(LIST, { items, nextCursor: null, total: items.length });
}

test('a secret is stored, and its value leaves the page', async () => {
  const fake = server().on(PUT, () => new Response(null, { status: 201 }));
  renderWith(fake, <SecretsPage />);
  await screen.findByTestId('empty');
  await userEvent.type(screen.getByLabelText('Name'), 'HF_TOKEN');
  await userEvent.type(screen.getByLabelText('Value'), 'hf_1');
  await userEvent.click(screen.getByRole('button', { name: 'Store' }));
  await waitFor(() => expect(fake.calls(PUT)).toHaveLength(1));
  expect(JSON.parse(fake.calls(PUT)[0]?.body ?? '')).toEqual({ value: 'hf_1' });
  await waitFor(() => expect(screen.queryByDisplayValue('hf_1')).toBeNull());
});

test('whoever deletes a secret is told what still names it', async () => {
  const fake = server([SECRET]).on(DELETE, () =>
    json({ name: 'HF_TOKEN', stillNamedBy: ['a', 'b'] }),
  );
  renderWith(fake, <SecretsPage />);
  const row = await screen.findByTestId('secret');
  expect(row.textContent).toContain('HF_TOKEN');
  expect(row.textContent).toContain('owner');
  await userEvent.click(screen.getByRole('button', { name: 'Delete the secret HF_TOKEN' }));
  expect((await screen.findByTestId('deleted')).textContent).toBe(
    'HF_TOKEN is deleted. 2 workloads that have not ended still name it: what has yet to start fails.',
  );
});
