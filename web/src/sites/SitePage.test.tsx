import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { FakeServer, json, problem } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { usd } from '../testing/samples';
import NewSitePage from './NewSitePage';
import SitePage from './SitePage';
import SitesPage from './SitesPage';
import { readWindows, writeWindows } from './windows';

const SITE = {
  id: 's1',
  name: 'Fjord hall',
  operator: 'Idle Iron AS',
  provider: 'site-fjord-hall-1',
  region: 'oslo',
  city: 'Oslo',
  country: 'NO',
  latitude: 59.9,
  longitude: 10.7,
  gridZone: 'NO-NO1',
  pue: 1.2,
  wue: null,
  cooling: null,
  powerHeadroomKw: 40,
  uplinkGbps: null,
  listing: 'open',
  ask: null,
  state: 'waiting',
  createdAt: '2026-11-21T08:00:00Z',
  agents: [],
  inventory: null,
};

const AGENT = {
  id: 'a1',
  version: '0.1.0+3fa9c12',
  upgrade: 'current',
  upgradeFault: null,
  enrolledAt: '2026-11-21T08:05:00Z',
  lastHeartbeat: '2026-11-21T08:06:00Z',
  state: 'alive',
  vcpus: 128,
  memoryMib: 524288,
  accelerator: 'H100-SXM',
  accelerators: 8,
  note: null,
  inventory: { hardware: { unclaimed: ['NVIDIA device 0x10de:0x2330 at 0000:65:00.0'] } },
  reading: null,
  readingAt: null,
  selfTest: 'disk',
};

const ASK = { unit: 'H100-SXM', base: usd('2.10'), floor: usd('1.00'), windows: [], zone: 'UTC' };

const OUTLOOK = {
  ask: ASK,
  onDemand: usd('2.10'),
  spot: null,
  why: '2.1 USD base',
  units: 8,
  unitsFree: 8,
  hoursOnSale: 168,
  weekIfSold: usd('2822.40'),
  weekAtMarket: usd('3091.20'),
  market: { lowest: usd('1.99'), median: usd('2.30'), offers: 40, cheaper: 3 },
};

const CLOSURE = {
  id: 'm1',
  agent: null,
  kind: 'maintenance',
  reason: 'new racks',
  state: 'draining',
  announcedAt: '2026-11-21T08:00:00Z',
  drainAt: '2026-11-21T08:00:00Z',
  from: '2026-11-21T20:00:00Z',
  until: null,
  leases: 2,
  breaks: 1,
};

const RULE = {
  answers: true,
  byHours: [{ from: 24, percentOff: 5 }],
  byUnits: [],
  leastHours: 1,
  mostHours: 8784,
};

const DEMAND = {
  asked: 4,
  bid: 3,
  won: 1,
  orders: [
    {
      bid: 'b1',
      askedAt: '2026-11-21T08:00:00Z',
      wanted: { resources: { accelerators: 'H100:8' } },
      quantity: 1,
      from: '2026-11-21T08:00:00Z',
      hours: 72,
      outcome: 'lost',
      why: '16 USD asked.',
      price: usd('16'),
      position: 2,
      otherPrice: usd('15.20'),
      otherSeller: 'lambda',
    },
  ],
  market: [{ unit: 'H100-SXM', orders: 4, median: usd('1.90'), highest: usd('2.10') }],
  shadowPrices: [],
};

const EARNINGS = {
  from: '2026-10-23',
  to: '2026-11-21',
  days: [
    {
      day: '2026-11-20',
      unit: 'H100-SXM',
      leases: 1,
      unitHours: 80,
      gross: usd('160'),
      take: usd('16'),
      refunded: usd('4'),
      net: usd('140'),
      energyKilowattHours: 62,
    },
  ],
  totals: [
    { gross: usd('160'), take: usd('16'), refunded: usd('4'), net: usd('140'), takePercent: 10 },
  ],
  energyKilowattHours: 62,
  operationalGrams: 900,
  waterLitres: 0,
  disputes: [],
};

const PAYOUT = {
  id: 'p1',
  number: 7,
  seller: SITE.provider,
  month: '2026-10',
  gross: usd('900'),
  take: usd('90'),
  rounding: usd('0'),
  total: usd('810'),
  issuedAt: '2026-11-02T00:00:00Z',
};

const YEAR = new Date().getUTCFullYear();

const REPORT = {
  year: YEAR,
  site: 'Fjord hall',
  operator: null,
  city: 'Oslo',
  country: 'NO',
  cooling: null,
  sold: {
    unitHours: 80,
    energyKilowattHours: 62,
    itKilowattHours: 51,
    operationalGrams: 900,
    waterLitres: null,
  },
  told: {},
  indicators: {
    pue: 1.2,
    pueBasis: 'declared',
    wue: null,
    wueBasis: 'unknown',
    erf: null,
    ref: 0.93,
  },
  missing: ['totalEnergyKwh', 'itEnergyKwh'],
};

function server(site: object = SITE): FakeServer {
  return new FakeServer()
    .on('GET /sites', { items: [site] })
    .on('GET /sites/s1', site)
    .on('GET /sites/s1/asks', { items: [], unpriced: ['H100-SXM'] })
    .on('GET /sites/s1/maintenance', { items: [] })
    .on('GET /sites/s1/claims', { items: [] })
    .on('GET /sites/s1/reliability', { score: 50, formula: '100 × Σ', parts: [] })
    .on('GET /sites/s1/bid-rule', RULE)
    .on('GET /sites/s1/calendar', { from: '2026-11-21T08:00:00Z', hours: 168, machines: [] })
    .on('GET /sites/s1/demand', DEMAND)
    .on('GET /sites/s1/earnings', EARNINGS)
    .on('GET /payouts', { items: [PAYOUT, { ...PAYOUT, id: 'p2', seller: 'site-other' }] })
    .on(`GET /sites/s1/years/${YEAR}`, REPORT);
}

const lastBody = (fake: FakeServer, call: string) =>
  JSON.parse(fake.calls(call).at(-1)?.body ?? '{}') as Record<string, unknown>;

test('a site is listed with its state and its hardware', async () => {
  renderWith(server({ ...SITE, state: 'online', agents: [AGENT] }), <SitesPage />);
  const row = await screen.findByTestId('site');
  expect(row.textContent).toBe('Fjord hallOslo, NOOnline1 · 8 × H100-SXM');
});

test('a site is made once its terms are accepted', async () => {
  const fake = server()
    .on('GET /site-terms', { version: '2026-11', sentences: ['The agent calls out.'] })
    .on('POST /sites', () => json(SITE, 201));
  renderWith(fake, <NewSitePage />);
  await userEvent.type(await screen.findByLabelText('Name'), 'Fjord hall');
  await userEvent.type(screen.getByLabelText('Operator (legal name)'), 'Idle Iron AS');
  await userEvent.type(screen.getByLabelText('City'), 'Oslo');
  await userEvent.type(screen.getByLabelText('PUE'), '1.2');
  await userEvent.click(await screen.findByLabelText('I accept these terms, version 2026-11'));
  await userEvent.click(screen.getByRole('button', { name: 'Create the site' }));
  await waitFor(() => expect(location.pathname).toBe('/sites/s1'));
  expect(lastBody(fake, 'POST /sites')).toMatchObject({
    name: 'Fjord hall',
    city: 'Oslo',
    pue: 1.2,
    country: null,
    terms: '2026-11',
  });
});

test('the install line is shown with its checksum until the agent has called', async () => {
  const fake = server().on('POST /sites/s1/enrolment-tokens', {
    token: 't',
    expiresAt: '2026-11-21T08:15:00Z',
    install: 'curl … | sh',
    installChecked: 'curl … && sha256sum',
    scriptSha256: 'abc123',
    runtime: 'linux-x86_64',
  });
  renderWith(fake, <SitePage id="s1" />);
  await userEvent.click(await screen.findByRole('button', { name: 'Make the install line' }));
  expect((await screen.findByLabelText<HTMLInputElement>('Install')).value).toBe('curl … | sh');
  expect(screen.getByText('abc123')).toBeDefined();
  expect(screen.getByTestId('called').textContent).toContain('No agent has called yet');
});

test('a machine is shown with what is wrong with it, and can be turned away', async () => {
  const fake = server({ ...SITE, agents: [{ ...AGENT, note: 'One card is unknown.' }] }).on(
    'DELETE /sites/s1/agents/a1',
    () => new Response(null, { status: 204 }),
  );
  renderWith(fake, <SitePage id="s1" />);
  const machine = await screen.findByTestId('machine');
  expect(machine.textContent).toContain('8 × H100-SXM, 128 vCPUs, 512 GiB');
  expect(machine.textContent).toContain('One card is unknown.');
  expect(machine.textContent).toContain('0000:65:00.0');
  expect(within(machine).getByText('disk')).toBeDefined();
  await userEvent.click(within(machine).getByRole('button', { name: 'Revoke agent a1' }));
  await waitFor(() => expect(fake.calls('DELETE /sites/s1/agents/a1')).toHaveLength(1));
});

test('an agent shows what it runs, and is upgraded on demand', async () => {
  const fake = server({ ...SITE, agents: [{ ...AGENT, upgrade: 'older' }] }).on(
    'POST /sites/s1/upgrade',
    () => json({ program: 'ab', asked: ['a1'] }, 202),
  );
  renderWith(fake, <SitePage id="s1" />);
  const machine = await screen.findByTestId('machine');
  expect(machine.textContent).toContain('0.1.0+3fa9c12');
  await userEvent.click(within(machine).getByRole('button', { name: 'Upgrade the agent a1' }));
  await waitFor(() =>
    expect(lastBody(fake, 'POST /sites/s1/upgrade')).toEqual({ agents: ['a1'] }),
  );
});

test('what is not asked for is named, and an ask is previewed before it is saved', async () => {
  const fake = server()
    .on('POST /sites/s1/asks/preview', { items: [OUTLOOK], unpriced: [] })
    .on('PUT /sites/s1/asks', { items: [OUTLOOK], unpriced: [] });
  renderWith(fake, <SitePage id="s1" />);
  await screen.findByText('Not on sale, since nothing is asked for it: H100-SXM.');
  await userEvent.click(screen.getByRole('button', { name: 'Add an ask' }));
  const ask = within(await screen.findByTestId('ask'));
  expect(ask.getByLabelText<HTMLInputElement>('Unit').value).toBe('H100-SXM');
  await userEvent.type(ask.getByLabelText('Base'), '2.10');
  await userEvent.type(ask.getByLabelText('Hours of sale'), 'mon-fri 20:00-06:00');
  await userEvent.type(ask.getByLabelText('Minimum duration (h)'), '1.5');
  await userEvent.click(screen.getByRole('button', { name: 'Preview' }));
  const outlook = await screen.findByTestId('outlook');
  expect(outlook.textContent).toContain('lowest $1.99, median $2.30; 3 of 40 offers are cheaper');
  expect(fake.calls('PUT /sites/s1/asks')).toHaveLength(0);
  await userEvent.click(screen.getByRole('button', { name: 'Save the asks' }));
  await screen.findByText('The asks are saved.');
  expect(lastBody(fake, 'PUT /sites/s1/asks')).toMatchObject({
    items: [
      {
        unit: 'H100-SXM',
        base: { amount: '2.10', currency: 'USD' },
        windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '20:00', to: '06:00' }],
        minimumSeconds: 5400,
      },
    ],
  });
});

test('what the server refuses of an ask is said, and what was typed stays', async () => {
  const refusal = () =>
    problem(422, {
      code: 'ask_invalid',
      detail: 'The asks cannot be taken; nothing was changed.',
      errors: [{ field: 'items[0]', message: 'There is no base.', advice: 'Mend this item.' }],
    });
  renderWith(server().on('PUT /sites/s1/asks', refusal), <SitePage id="s1" />);
  await userEvent.click(await screen.findByRole('button', { name: 'Add an ask' }));
  await userEvent.click(screen.getByRole('button', { name: 'Save the asks' }));
  expect((await screen.findByTestId('problem')).textContent).toContain('There is no base.');
  expect(screen.getByTestId('ask')).toBeDefined();
});

test('maintenance is announced, shown with the promises it breaks, and lifted', async () => {
  const fake = server()
    .on('GET /sites/s1/maintenance', { items: [CLOSURE] })
    .on('POST /sites/s1/maintenance', () => json(CLOSURE, 201))
    .on('DELETE /sites/s1/maintenance/m1', () => new Response(null, { status: 204 }));
  renderWith(fake, <SitePage id="s1" />);
  const row = await screen.findByTestId('maintenance');
  expect(row.textContent).toContain('Maintenance: new racks');
  expect(row.textContent).toContain('Leases moved: 2, 1 promises broken');
  await userEvent.type(screen.getByLabelText('Reason'), 'power test');
  await userEvent.click(screen.getByRole('button', { name: 'Announce' }));
  await waitFor(() =>
    expect(lastBody(fake, 'POST /sites/s1/maintenance')).toEqual({
      reason: 'power test',
      from: null,
      noticeSeconds: 0,
      until: null,
      kind: 'maintenance',
    }),
  );
  await userEvent.click(screen.getByRole('button', { name: 'Lift new racks' }));
  await waitFor(() => expect(fake.calls('DELETE /sites/s1/maintenance/m1')).toHaveLength(1));
});

test('a rule for bids is changed', async () => {
  const fake = server().on('PUT /sites/s1/bid-rule', RULE);
  renderWith(fake, <SitePage id="s1" />);
  const hours = await screen.findByLabelText<HTMLInputElement>('Discounts by hours');
  expect(hours.value).toBe('24: 5');
  await userEvent.type(hours, ', 168: 10');
  await userEvent.click(screen.getByRole('button', { name: 'Save the rule' }));
  await screen.findByText('The rule is saved.');
  expect(lastBody(fake, 'PUT /sites/s1/bid-rule')).toMatchObject({
    answers: true,
    byHours: [
      { from: 24, percentOff: 5 },
      { from: 168, percentOff: 10 },
    ],
  });
});

test('the demand is shown with what others would have been paid', async () => {
  renderWith(server(), <SitePage id="s1" />);
  await screen.findByText('4 orders in thirty days; the site bid for 3 and won 1.');
  expect(screen.getByTestId('market-pays').textContent).toContain('paid $1.90 for an hour');
  expect(screen.getByTestId('asked').textContent).toContain('$15.20 · lambda');
});

test('earnings are shown by the day, and payouts of this site alone', async () => {
  renderWith(server(), <SitePage id="s1" />);
  const earnings = await screen.findByTestId('earnings');
  expect(earnings.textContent).toContain('2026-11-20H100-SXM80$160.00$16.00$4.00$140.00');
  expect(earnings.textContent).toContain('the broker’s part is 10%');
  const payouts = await screen.findByTestId('payouts');
  expect(within(payouts).getAllByRole('row')).toHaveLength(2);
});

test('a payout of a month with disputed charges says so, and so does the day', async () => {
  const dispute = { lease: 'l1', amount: usd('4'), state: 'open' };
  const disputes = [
    { ...dispute, id: 'd1', day: '2026-11-20' },
    { ...dispute, id: 'd2', day: '2026-10-07', state: 'refused' },
    { ...dispute, id: 'd3', day: '2026-10-02' },
  ];
  renderWith(server().on('GET /sites/s1/earnings', { ...EARNINGS, disputes }), <SitePage id="s1" />);
  const payouts = within(await screen.findByTestId('payouts'));
  const link = await payouts.findByRole('link', { name: '2 charges are disputed, 1 undecided' });
  expect(link.getAttribute('href')).toBe('/disputes');
  expect(screen.getByTestId('earnings').textContent).toContain('1 charge is disputed, 1 undecided');
});

test('what is missing of a year is told', async () => {
  const fake = server().on(`PUT /sites/s1/years/${YEAR}`, REPORT);
  renderWith(fake, <SitePage id="s1" />);
  expect((await screen.findByTestId('year')).textContent).toContain('2 figures are missing.');
  expect(screen.getByTestId('year').textContent).toContain('PUE 1.2, WUE –, energy reused –, renewable 93%');
  await userEvent.type(screen.getByLabelText('Total energy (kWh)'), '120000');
  await userEvent.click(screen.getByRole('button', { name: 'Save the year' }));
  await screen.findByText('The year is saved.');
  expect(lastBody(fake, `PUT /sites/s1/years/${YEAR}`)).toMatchObject({
    totalEnergyKwh: 120000,
    itEnergyKwh: null,
  });
});

test('hours are written as they are read', () => {
  const hours = 'mon,tue,wed,thu,fri 20:00-06:00; sat 00:00-00:00; 12:00-13:00';
  expect(writeWindows(readWindows(hours))).toBe(hours);
  expect(readWindows('mon-wed 8:00-9:00')[0]?.days).toEqual(['mon', 'tue', 'wed']);
  expect(readWindows('')).toEqual([]);
});

test('the calendar is read again when something is announced', async () => {
  let announced = false;
  const fake = server()
    .on('GET /sites/s1/maintenance', () => json({ items: announced ? [CLOSURE] : [] }))
    .on('POST /sites/s1/maintenance', () => {
      announced = true;
      return json(CLOSURE, 201);
    });
  renderWith(fake, <SitePage id="s1" />);
  await userEvent.type(await screen.findByLabelText('Reason'), 'power test');
  const before = fake.calls('GET /sites/s1/calendar').length;
  await userEvent.click(screen.getByRole('button', { name: 'Announce' }));
  await waitFor(() =>
    expect(fake.calls('GET /sites/s1/calendar').length).toBeGreaterThan(before),
  );
});
