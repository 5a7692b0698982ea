import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { FakeServer, json, problem } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import ApiTokensPage from './ApiTokensPage';

const LIST = 'GET /api-tokens';
const MAKE = 'POST /api-tokens';

const TOKEN = {
  id: '7b4d3a52-6c9e-4f10-9d52-0a1b2c3d4e5f',
  name: 'nightly',
  hint: 'tw_4fGhT',
  owner: 'owner',
  roles: ['developer'],
  access: 'read',
  createdAt: '2026-11-01T00:00:00Z',
  expiresAt: '2027-01-30T00:00:00Z',
  lastUsedAt: null,
  revokedAt: null,
};

function server(items: object[] = []): FakeServer {
  return new FakeServer().on(LIST, { items });
}

test('a token shows how it begins, what it may do, and that nobody used it', async () => {
  renderWith(server([TOKEN]), <ApiTokensPage />);
  const row = await screen.findByTestId('api-token');
  expect(row.textContent).toContain('nightlytw_4fGhT…ownerdeveloper (read only)never');
});

test('a new token is shown once', async () => {
  const fake = server().on(MAKE, () => json({ token: 'tw_secret', details: TOKEN }, 201));
  renderWith(fake, <ApiTokensPage />);
  await userEvent.type(await screen.findByLabelText('Name'), 'nightly');
  await userEvent.click(screen.getByRole('button', { name: 'Make a token' }));
  expect((await screen.findByTestId('new-token')).textContent).toContain('tw_secret');
  expect(JSON.parse(fake.calls(MAKE)[0]?.body ?? '')).toEqual({
    name: 'nightly',
    access: 'read',
    days: 90,
  });
});

test('a token can be revoked', async () => {
  const call = `DELETE /api-tokens/${TOKEN.id}`;
  const fake = server([TOKEN]).on(call, () => new Response(null, { status: 204 }));
  renderWith(fake, <ApiTokensPage />);
  await userEvent.click(await screen.findByRole('button', { name: 'Revoke nightly' }));
  await waitFor(() => expect(fake.calls(call)).toHaveLength(1));
});

test('a refusal says why', async () => {
  const fake = server().on(MAKE, () => problem(400, { title: 'Bad', detail: 'Name it shorter.' }));
  renderWith(fake, <ApiTokensPage />);
  await userEvent.type(await screen.findByLabelText('Name'), 'x');
  await userEvent.click(screen.getByRole('button', { name: 'Make a token' }));
  expect(await screen.findByText(/Name it shorter/)).toBeDefined();
});
