import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { FakeServer, json, problem } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { offers } from '../testing/samples';
import { App } from './App';

const ME = { subject: 'owner', name: 'Owner', roles: [], mode: 'standalone' };

function signedIn(): FakeServer {
  return new FakeServer()
    .on('GET /me', ME)
    .on('GET /offers', offers([]))
    .on('GET /offers/facets', { providers: [], accelerators: [], countries: [], capacityTypes: [] })
    .on('GET /providers', { items: [] })
    .on('GET /workloads', { items: [], nextCursor: null, total: 0 });
}

/** Knows nobody until somebody has come in by a link of the right token. */
function locked(token: string): FakeServer {
  let open = false;
  const server = signedIn();
  const refusal = () => problem(401, { code: 'unauthenticated' });
  return server
    .on('GET /me', () => (open ? json(ME) : refusal()))
    .on('GET /offers', () => (open ? json(offers([])) : refusal()))
    .on('POST /signin-links', ({ headers }) =>
      headers.Authorization === `Bearer ${token}`
        ? json({ url: 'http://localhost/signin?code=c1' }, 201)
        : refusal(),
    )
    .on('GET /signin', ({ query }) => {
      open = query.get('code') === 'c1';
      return new Response(null, { status: 200 });
    });
}

test('links lead from page to page without loading, and name the document', async () => {
  renderWith(signedIn(), <App />, '/market');
  await userEvent.click(screen.getByRole('link', { name: 'Workloads' }));
  expect(await screen.findByText('No workload yet')).toBeDefined();
  expect(location.pathname).toBe('/workloads');
  expect(document.title).toBe('Workloads · Tradewind');
  expect(screen.getByRole('link', { name: 'Workloads' }).getAttribute('aria-current')).toBe('page');
});

test('an address without a page says so', () => {
  renderWith(signedIn(), <App />, '/nowhere/else');
  expect(screen.getByRole('heading', { name: 'There is no page here' })).toBeDefined();
});

test('who is not signed in learns how', async () => {
  renderWith(locked('t'), <App />, '/market');
  expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeDefined();
  expect(screen.getByText('$TRADEWIND_HOME/owner.token')).toBeDefined();
  expect(screen.queryByRole('navigation')).toBeNull();
});

test('the owner token opens the portal, and is kept nowhere', async () => {
  renderWith(locked('right'), <App />, '/market');
  await userEvent.type(await screen.findByLabelText('Owner token'), ' right ');
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
  expect(await screen.findByRole('heading', { name: 'Market' })).toBeDefined();
  expect(sessionStorage).toHaveLength(0);
  expect(localStorage).toHaveLength(0);
});

test('a wrong token is refused at its field', async () => {
  renderWith(locked('right'), <App />, '/market');
  const field = await screen.findByLabelText('Owner token');
  await userEvent.type(field, 'wrong{Enter}');
  expect((await screen.findByRole('alert')).textContent).toContain('refused this token');
  expect(field.getAttribute('aria-invalid')).toBe('true');
});

test('signing out ends on the sign-in page', async () => {
  const server = signedIn().on('POST /signout', () => new Response(null, { status: 204 }));
  renderWith(server, <App />, '/market');
  await userEvent.click(await screen.findByRole('button', { name: 'Sign out' }));
  await waitFor(() => expect(screen.getByRole('heading', { name: 'Sign in' })).toBeDefined());
});

test('a session that runs out takes nothing that was typed', async () => {
  let open = true;
  const server = signedIn()
    .on('GET /me', () => (open ? json(ME) : problem(401, {})))
    .on('GET /secrets', { items: [], nextCursor: null, total: 0 })
    .on('PUT /secrets/HF', () => (open ? json({}, 200) : problem(401, {})))
    .on('POST /signin-links', () => json({ url: 'http://localhost/signin?code=c1' }, 201))
    .on('GET /signin', () => {
      open = true;
      return new Response(null, { status: 200 });
    });
  renderWith(server, <App />, '/secrets');
  await screen.findByText('Owner');
  await userEvent.type(await screen.findByLabelText(/^Name/), 'HF');
  await userEvent.type(screen.getByLabelText(/^Value/), 'sesame');
  open = false;
  await userEvent.click(screen.getByRole('button', { name: 'Store' }));

  expect(await screen.findByText(/Your session has ended/)).toBeDefined();
  await userEvent.type(screen.getByLabelText('Owner token'), 'right{Enter}');

  await waitFor(() => expect(screen.queryByText(/Your session has ended/)).toBeNull());
  expect(screen.getByLabelText<HTMLInputElement>(/^Name/).value).toBe('HF');
  expect(screen.getByLabelText<HTMLInputElement>(/^Value/).value).toBe('sesame');
  await userEvent.click(screen.getByRole('button', { name: 'Store' }));
  await waitFor(() => expect(server.calls('PUT /secrets/HF')).toHaveLength(2));
});
