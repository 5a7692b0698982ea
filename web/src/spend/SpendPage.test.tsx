import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { FakeServer, json, problem } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import SpendPage from './SpendPage';

const usd = (amount: string) => ({ amount, currency: 'USD' });

const BUDGET = {
  id: '7b4d3a52-6c9e-4f10-9d52-0a1b2c3d4e5f',
  name: 'Research',
  project: 'p1',
  user: null,
  period: 'month',
  periodFrom: '2026-11-01T00:00:00Z',
  periodTo: '2026-12-01T00:00:00Z',
  amount: usd('400.000000000'),
  used: usd('100.000000000'),
  held: usd('50.000000000'),
  left: usd('250.000000000'),
  thresholds: [
    { percent: 80, action: 'warn' },
    { percent: 100, action: 'stop' },
  ],
  webhookUrl: null,
  createdBy: 'owner',
  createdAt: '2026-11-01T00:00:00Z',
};

const INVOICE = {
  id: '11111111-6c9e-4f10-9d52-0a1b2c3d4e5f',
  number: 7,
  month: '2026-10',
  net: usd('99.994000000'),
  rounding: usd('-0.004000000'),
  tax: usd('19.000000000'),
  total: usd('118.990000000'),
  issuedAt: '2026-11-01T06:00:00Z',
};

function server(budgets: object[] = [], spend: object[] = [], invoices: object[] = []): FakeServer {
  return new FakeServer()
    .on('GET /budgets', { items: budgets })
    .on('GET /projects', { items: [{ id: 'p1', name: 'Alpha', createdAt: '2026-01-01T00:00:00Z' }] })
    .on('GET /spend', { items: spend })
    .on('GET /invoices', { items: invoices });
}

test('a budget shows what is used, held and left, and what happens when it is spent', async () => {
  renderWith(server([BUDGET]), <SpendPage />);
  const budget = await screen.findByTestId('budget');
  expect(within(budget).getByRole('img').getAttribute('aria-label')).toBe(
    'Research: $100.00 used, $50.00 held, $250.00 left',
  );
  await within(budget).findByText(/Alpha/);
  expect(budget.textContent).toContain('warns at 80 %, ends what runs at 100 %');
});

test('a new budget is sent as it was written', async () => {
  const fake = server().on('POST /budgets', () => json(BUDGET, 201));
  renderWith(fake, <SpendPage />);
  await screen.findByText('There are no budgets');
  await userEvent.type(screen.getByLabelText('Name'), 'Research');
  await userEvent.type(screen.getByLabelText('Amount'), '400 USD');
  await userEvent.click(screen.getByRole('button', { name: 'Make the budget' }));
  await waitFor(() => expect(fake.calls('POST /budgets')).toHaveLength(1));
  expect(JSON.parse(fake.calls('POST /budgets')[0]?.body ?? '')).toEqual({
    name: 'Research',
    amount: '400 USD',
    project: null,
    user: null,
    period: 'month',
    thresholds: [
      { percent: 80, action: 'warn' },
      { percent: 100, action: 'block' },
    ],
    webhookUrl: null,
  });
});

test('a budget is changed in place, and keeps what it counts', async () => {
  const call = `PUT /budgets/${BUDGET.id}`;
  const fake = server([BUDGET]).on(call, BUDGET);
  renderWith(fake, <SpendPage />);
  await userEvent.click(await screen.findByRole('button', { name: 'Change Research' }));
  const amount = screen.getByLabelText('Amount');
  expect((amount as HTMLInputElement).value).toBe('400 USD');
  await userEvent.clear(amount);
  await userEvent.type(amount, '500 USD');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(fake.calls(call)).toHaveLength(1));
  expect(JSON.parse(fake.calls(call)[0]?.body ?? '')).toMatchObject({
    amount: '500 USD',
    project: 'p1',
    thresholds: [
      { percent: 80, action: 'warn' },
      { percent: 100, action: 'stop' },
    ],
  });
});

test('a refusal says why', async () => {
  const fake = server([BUDGET]).on(`DELETE /budgets/${BUDGET.id}`, () =>
    problem(403, { title: 'Forbidden', detail: 'You may not do this.' }),
  );
  renderWith(fake, <SpendPage />);
  await userEvent.click(await screen.findByRole('button', { name: 'Delete Research' }));
  expect(await screen.findByText(/You may not do this/)).toBeDefined();
});

test('the month is shown by project, and invoices can be fetched', async () => {
  const spend = { month: '2026-11', project: 'p1', projectName: 'Alpha', amount: usd('12.5') };
  renderWith(server([], [spend], [INVOICE]), <SpendPage />);
  expect((await screen.findByTestId('spend')).textContent).toContain('Alpha$12.50');
  const csv = await screen.findByRole('link', { name: 'Invoice 7 as CSV' });
  expect(csv.getAttribute('href')).toBe(`/api/v1/invoices/${INVOICE.id}.csv`);
});

test('without charges and invoices that is said', async () => {
  renderWith(server(), <SpendPage />);
  expect(await screen.findByText('Nothing was charged this month')).toBeDefined();
  expect(await screen.findByText('There are no invoices')).toBeDefined();
});
