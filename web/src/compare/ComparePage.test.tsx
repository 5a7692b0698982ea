import { fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { FakeServer } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { aCandidate, anOffer, aPlacement, usd } from '../testing/samples';
import { read, specOf, write } from './ask';
import ComparePage from './ComparePage';
import { pointsOf } from './points';

const costing = (id: string, total: string, grams: number, why = '') => {
  const base = aCandidate();
  return aCandidate({
    offer: anOffer({ id, provider: id }),
    cost: { ...base.cost, total: usd(total) },
    carbon: { ...base.carbon!, totalGrams: grams },
    why,
  });
};

const cheap = costing('cheap', '100.00', 5_000, 'The cheapest.');
const clean = costing('clean', '130.00', 1_000);
const beaten = costing('beaten', '140.00', 6_000);

let server: FakeServer;
beforeEach(() => {
  server = new FakeServer();
});

function answer(part = {}) {
  server.on(
    'POST /placements/preview',
    aPlacement({ choice: cheap, front: [cheap, clean], runnersUp: [clean, beaten], ...part }),
  );
}

test('every offer is told once, with the front and the choice named', async () => {
  answer();
  renderWith(server, <ComparePage />, '/compare');
  const rows = await screen.findAllByTestId('point');
  expect(rows.map((row) => row.textContent)).toEqual([
    expect.stringContaining('chosen'),
    expect.stringContaining('nothing beats it'),
    expect.not.stringContaining('nothing beats it'),
  ]);
  expect(screen.getByTestId('why').textContent).toContain('The cheapest.');
});

test('another one is held against the choice in words', async () => {
  answer();
  renderWith(server, <ComparePage />, '/compare');
  const rows = await screen.findAllByTestId('point');
  fireEvent.click(within(rows[1]!).getByRole('button'));
  expect(screen.getByTestId('difference').textContent).toBe('30% dearer80% less carbon');
});

test('the slider asks for the greenest within what it says', async () => {
  answer();
  renderWith(server, <ComparePage />, '/compare');
  await screen.findAllByTestId('point');
  fireEvent.change(screen.getByRole('slider'), { target: { value: '15' } });
  expect(location.search).toBe('?within=15');
  expect(screen.getByText('The greenest within 15 % of the cheapest')).toBeDefined();
});

test('a drawn frame shows what it keeps, and becomes the limits', async () => {
  answer();
  renderWith(server, <ComparePage />, '/compare');
  const chart = await screen.findByRole('group', { name: /cost/i });
  chart.getBoundingClientRect = () => ({ left: 0, top: 0, width: 720, height: 420 }) as DOMRect;
  fireEvent.pointerDown(chart, { button: 0, clientX: 100, clientY: 350 });
  fireEvent.pointerMove(chart, { clientX: 400, clientY: 100 });
  expect(screen.getByTestId('brush')).toBeDefined();
  fireEvent.pointerUp(chart, { clientX: 400, clientY: 100 });
  expect(screen.queryByTestId('brush')).toBeNull();
  const limits = new URLSearchParams(location.search);
  expect(Number(limits.get('maxCost'))).toBeGreaterThan(100);
  expect(Number(limits.get('maxKilograms'))).toBeGreaterThan(1);
});

test('where nothing fits it is said what would', async () => {
  const miss = { constraint: 'region', candidate: clean, savingPercent: null, advice: 'Allow US.' };
  answer({ outcome: 'unplaced', choice: null, startable: null, front: [], nearestMisses: [miss] });
  renderWith(server, <ComparePage />, '/compare?regions=MARS');
  expect(await screen.findByText('Nothing fits')).toBeDefined();
  expect(screen.getByText('Allow US.')).toBeDefined();
});

test('the address holds what is asked, and the workload says it', () => {
  const ask = read('?accelerators=A100:4&users=DE&within=5&maxCost=300&maxRoundTrip=40&hours=8');
  expect(read(new URL(write(ask), 'http://x').search)).toEqual(ask);
  expect(JSON.parse(specOf(ask))).toEqual({
    name: 'comparison',
    resources: { accelerators: 'A100:4', capacity: 'any' },
    placement: { users: ['DE'], max_rtt_ms: 40, objective: 'greenest', within_price_pct: 5 },
    limits: { max_duration: '8h', max_cost: '300 USD' },
  });
  expect(read('?hours=many&capacity=none')).toEqual(read(''));
});

test('sellers in other currencies are drawn where they are compared', () => {
  const euros = {
    ...clean,
    converted: { price: usd('2'), oneUnit: usd('1.10'), date: '2026-11-20', source: 'a bank' },
  };
  const [point] = pointsOf(aPlacement({ choice: null, front: [euros], runnersUp: [] }));
  expect(point?.cost).toBeCloseTo(143);
});
