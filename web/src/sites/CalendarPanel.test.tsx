import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { FakeServer } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { usd } from '../testing/samples';
import { days, type Span } from './calendar';
import { CalendarPanel } from './CalendarPanel';

const OFFERED: Span = {
  from: '2026-11-21T22:00:00Z',
  hours: 4,
  state: 'offered',
  offered: 6,
  leased: 2,
  price: usd('2.10'),
  spot: usd('1.26'),
  why: '2.1 USD base',
};
const CLOSED: Span = {
  from: '2026-11-22T02:00:00Z',
  hours: 20,
  state: 'maintenance',
  offered: 0,
  leased: 2,
  price: null,
  spot: null,
  why: 'new racks',
};
const CALENDAR = {
  from: OFFERED.from,
  hours: 24,
  machines: [{ agent: 'a1', unit: 'H100-SXM', units: 8, spans: [OFFERED, CLOSED] }],
};

test('the hours of a machine are a picture that says nothing, and a table that says all', async () => {
  renderWith(new FakeServer().on('GET /sites/s1/calendar', CALENDAR), <CalendarPanel siteId="s1" />);
  const machine = await screen.findByTestId('calendar-machine');
  expect(within(machine).getByRole('heading', { name: '8 × H100-SXM' })).toBeDefined();
  expect(machine.querySelectorAll('[aria-hidden] .calendar-hour.offered')).toHaveLength(4);
  expect(machine.querySelectorAll('[aria-hidden] .calendar-hour.maintenance')).toHaveLength(20);
  await userEvent.click(within(machine).getByText('As a table'));
  const rows = within(machine).getAllByTestId('calendar-span');
  expect(rows).toHaveLength(2);
  expect(rows[0]?.textContent).toContain('Offered62$2.10 · $1.26 reclaimable2.1 USD base');
  expect(rows[1]?.textContent).toContain('Maintenance02–new racks');
});

test('more weeks are asked for', async () => {
  const fake = new FakeServer().on('GET /sites/s1/calendar', CALENDAR);
  renderWith(fake, <CalendarPanel siteId="s1" />);
  await userEvent.selectOptions(await screen.findByLabelText('Ahead'), '4 weeks');
  await waitFor(() =>
    expect(fake.calls('GET /sites/s1/calendar').at(-1)?.query.get('days')).toBe('28'),
  );
});

test('a site without machines has no hours', async () => {
  const empty = { ...CALENDAR, machines: [] };
  renderWith(new FakeServer().on('GET /sites/s1/calendar', empty), <CalendarPanel siteId="s1" />);
  await screen.findByText('Its hardware is being discovered.');
});

test('spans become days of UTC, with room for the hours that are gone', () => {
  const [first, second] = days([OFFERED, CLOSED]);
  expect(first?.day).toBe('2026-11-21');
  expect(first?.hours.map((span) => span?.state ?? '-').join('')).toBe('-'.repeat(22) + 'offeredoffered');
  expect(second?.hours.filter((span) => span === OFFERED)).toHaveLength(2);
  expect(second?.hours.at(-3)).toBe(CLOSED);
  expect(second?.hours.at(-2)).toBeNull();
});
