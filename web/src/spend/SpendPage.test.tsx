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
  mailTo: ['finance@example.org'],
  createdBy: 'owner',
  createdAt: '2026-11-01T00:00:00Z',
};

const INVOICE = {
  id: '11111111-6c9e-4f10-9d52-0a1b2c3d4e5f',
  number: 7,
  month: '2026-10',
  net: usd('99.994000000'),
  credit: usd('0.000000000'),
  rounding: usd('-0.004000000'),
  tax: usd('19.000000000'),
  total: usd('118.990000000'),
  prepaid: usd('18.990000000'),
  due: usd('100.000000000'),
  issuedAt: '2026-11-01T06:00:00Z',
};

const FIGURES = {
  basis: 'average_location_lifecycle',
  machineSeconds: '3600.000000000',
  kilowattHours: '1.250000000',
  serverKilowattHours: '1.000000000',
  pue: '1.2500',
  operationalGrams: '500.000000000',
  embodiedGrams: '12.000000000',
  totalGrams: '512.000000000',
  waterLitres: null,
  estimated: true,
};

const RECEIPT = {
  kind: 'organization',
  id: 'o1',
  name: 'Here',
  month: '2026-11',
  method: 'tradewind-carbon-1',
  parts: [
    {
      figures: FIGURES,
      basisName: 'average, location-based, life cycle',
      sci: { unit: 'accelerator_hour', count: '8.000000000', gramsPerUnit: '64.000000' },
      sources: ['PUE 1.25: test'],
    },
  ],
  lines: [{ id: 'p1', name: 'Alpha', figures: FIGURES }],
};

const NOTHING_GIVEN = { credit: [], prepaid: [], grants: [], payments: [] };

const SAVINGS = {
  month: '2026-11',
  spent: usd('30'),
  compared: usd('21'),
  cheapestCloud: { seller: 'aws', wouldHaveCost: usd('42'), saved: usd('21') },
  doingNothing: { seller: null, wouldHaveCost: usd('20'), saved: usd('-1') },
  method: 'At today’s prices.',
};

function server(budgets: object[] = [], spend: object[] = [], invoices: object[] = []): FakeServer {
  return new FakeServer()
    .on('GET /budgets', { items: budgets })
    .on('GET /projects', { items: [{ id: 'p1', name: 'Alpha', createdAt: '2026-01-01T00:00:00Z' }] })
    .on('GET /spend/parts', ({ query }) => json({ items: query.get('by') === 'day' ? [{ part: '2026-11-20', amount: usd('3') }] : spend }))
    .on('GET /spend/savings', SAVINGS)
    .on('GET /invoices', { items: invoices })
    .on('GET /carbon-receipt', { ...RECEIPT, parts: [], lines: [] })
    .on('GET /credits', NOTHING_GIVEN)
    .on('GET /disputes', { items: [] })
    .on('GET /reconciliation', { items: [] })
    .on('GET /reconciliation/sums', { items: [] });
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
  await userEvent.type(screen.getByLabelText('Mail to (commas between)'), 'ada@example.org, bo@example.org');
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
    mailTo: ['ada@example.org', 'bo@example.org'],
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
    mailTo: ['finance@example.org'],
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
  const spend = { part: 'Alpha', amount: usd('12.5') };
  renderWith(server([], [spend], [INVOICE]), <SpendPage />);
  expect((await screen.findByTestId('spend')).textContent).toContain('Alpha$12.50');
  const csv = await screen.findByRole('link', { name: 'Invoice 7 as CSV' });
  expect(csv.getAttribute('href')).toBe(`/api/v1/invoices/${INVOICE.id}.csv`);
});

test('carbon is shown by project with its receipts, and what is not known is not nothing', async () => {
  renderWith(server().on('GET /carbon-receipt', RECEIPT), <SpendPage />);
  const table = await screen.findByTestId('carbon');
  expect(table.textContent).toContain('Alpha1.25 kWh500 g CO₂e12 g CO₂eunknown');
  expect(screen.getByText(/average, location-based, life cycle; some figures are estimates/)).toBeDefined();
  const pdf = screen.getByRole('link', { name: 'Carbon receipt of Alpha as PDF' });
  expect(pdf.getAttribute('href')).toBe('/api/v1/carbon-receipt.pdf?project=p1');
  const month = screen.getByRole('link', { name: 'Carbon receipt of the month as CSV' });
  expect(month.getAttribute('href')).toBe('/api/v1/carbon-receipt.csv');
});

test('credits and what is prepaid are shown with what is left of them', async () => {
  const grant = {
    id: 'g1',
    amount: usd('100'),
    left: usd('40'),
    reason: 'Welcome',
    grantedAt: '2026-11-01T00:00:00Z',
    expiresAt: null,
    expired: false,
  };
  const credits = { credit: [usd('40')], prepaid: [usd('250')], grants: [grant], payments: [] };
  renderWith(server().on('GET /credits', credits), <SpendPage />);
  expect((await screen.findByTestId('credits')).textContent).toBe('Credit left$40.00Prepaid left$250.00');
  expect(screen.getByRole('row', { name: 'Welcome $100.00 $40.00 never' })).toBeDefined();
});

test('a dispute tells where it stands, and what was given back', async () => {
  const open = {
    id: 'd1',
    side: 'buyer',
    lease: '7b4d3a52-6c9e-4f10-9d52-0a1b2c3d4e5f',
    from: '2026-11-03T10:00:00Z',
    to: '2026-11-03T11:00:00Z',
    amount: usd('2.5'),
    reason: 'The machine was away',
    evidence: '[]',
    openedAt: '2026-11-04T10:00:00Z',
    openedBy: 'ada',
    state: 'open',
    granted: null,
    decision: null,
    decidedAt: null,
  };
  const granted = {
    ...open,
    id: 'd2',
    state: 'granted',
    granted: usd('1.25'),
    decision: 'Half of it was',
    decidedAt: '2026-11-05T10:00:00Z',
  };
  renderWith(server().on('GET /disputes', { items: [open, granted] }), <SpendPage />);
  const [first, second] = await screen.findAllByTestId('dispute');
  expect(first!.textContent).toContain('The machine was away');
  expect(first!.textContent).toContain('Open');
  expect(second!.textContent).toContain('Granted');
  expect(second!.textContent).toContain('$1.25');
  expect(second!.textContent).toContain('Half of it was');
});

test('the charges behind an invoice are shown, and one is disputed', async () => {
  const charge = {
    lease: 'l-1',
    workload: 'w-1',
    from: '2026-10-03T10:00:00Z',
    to: '2026-10-03T11:00:00Z',
    seconds: 3600,
    rate: usd('2.5'),
    amount: usd('2.500000000'),
  };
  const fake = server([], [], [INVOICE])
    .on('GET /charges', { items: [charge], nextCursor: null, total: 1, totalAmounts: [] })
    .on('POST /disputes', () => json({ id: 'd1' }, 201));
  renderWith(fake, <SpendPage />);
  await userEvent.click(await screen.findByRole('button', { name: 'Charges of 2026-10' }));
  await userEvent.click(await screen.findByRole('button', { name: /^Dispute the charge of/ }));
  await userEvent.type(screen.getByLabelText('Why it is wrong'), 'It was away');
  await userEvent.click(screen.getByRole('button', { name: 'Open the dispute' }));
  expect((await screen.findByTestId('disputed')).textContent).toContain('The dispute is open');
  expect(fake.calls('GET /charges')[0]!.query.get('month')).toBe('2026-10');
  expect(JSON.parse(fake.calls('POST /disputes')[0]!.body)).toMatchObject({
    lease: 'l-1',
    amount: '2.5 USD',
  });
});

test('whoever may not see money sees no credits and no bills', async () => {
  const forbidden = () => problem(403, { title: 'Forbidden', detail: 'You may not do this.' });
  const fake = server()
    .on('GET /credits', forbidden)
    .on('GET /disputes', forbidden)
    .on('GET /reconciliation', forbidden)
    .on('GET /reconciliation/sums', forbidden);
  renderWith(fake, <SpendPage />);
  await screen.findByText('Nothing was metered this month');
  await waitFor(() => expect(screen.queryByText('Bills of providers')).toBeNull());
  expect(screen.queryByText('Credits and prepaid')).toBeNull();
  expect(screen.queryByText('Disputes')).toBeNull();
});

test('a bill is brought, and what does not agree with it is named', async () => {
  const differs = {
    state: 'differs',
    provider: 'aws',
    lease: '0b9f8a52-6c9e-4f10-9d52-0a1b2c3d4e5f',
    workload: 'w1',
    resource: null,
    from: '2026-11-01T00:00:00Z',
    to: '2026-11-02T00:00:00Z',
    billed: usd('9.5'),
    quoted: usd('3'),
    charged: usd('3'),
    difference: usd('6.5'),
  };
  const sum = { ...differs, count: 1 };
  const bill = { id: 'b1', provider: 'gcp', name: 'june.jsonl', lines: 12, faults: 1 };
  const fake = server()
    .on('GET /reconciliation', { items: [differs] })
    .on('GET /reconciliation/sums', { items: [sum] })
    .on('POST /provider-bills', () => json(bill, 201));
  renderWith(fake, <SpendPage />);
  const lines = await screen.findByTestId('bill-lines');
  expect(lines.textContent).toContain('Lease 0b9f8a52Differs$9.50$3.00$3.00$6.50');
  await userEvent.selectOptions(screen.getByLabelText('Bill of'), 'gcp');
  await userEvent.upload(screen.getByLabelText('File'), new File(['{}'], 'june.jsonl'));
  await userEvent.click(screen.getByRole('button', { name: 'Bring the bill' }));
  expect((await screen.findByTestId('brought')).textContent).toBe(
    'june.jsonl: 12 lines were read, 1 could not be.',
  );
});

test('without charges and invoices that is said', async () => {
  renderWith(server(), <SpendPage />);
  expect(await screen.findByText('Nothing was charged this month')).toBeDefined();
  expect(await screen.findByText('There are no invoices')).toBeDefined();
});

test('a month is cut by day as well', async () => {
  renderWith(server([], [{ part: 'Alpha', amount: usd('12.5') }]), <SpendPage />);
  await screen.findByTestId('spend');
  await userEvent.click(screen.getByRole('radio', { name: 'Day' }));
  expect((await screen.findByText('Nov 20, 2026')).closest('tr')?.textContent).toContain('$3.00');
});

test('savings tell against what, how much was compared and how it is reckoned', async () => {
  renderWith(server(), <SpendPage />);
  const savings = (await screen.findByTestId('savings')).textContent;
  expect(savings).toContain('Against aws alone, the cheapest single cloud$21.00 saved');
  expect(savings).toContain('Against doing nothing$1.00 more');
  expect(screen.getByText('Compared are $21.00 of the $30.00 that were charged in dollars.')).toBeDefined();
  expect(screen.getByText('At today’s prices.')).toBeDefined();
});
