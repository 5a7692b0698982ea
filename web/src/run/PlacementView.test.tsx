import { render, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { aCandidate, anOffer, aPlacement, usd } from '../testing/samples';
import { PlacementView } from './PlacementView';

const costing = (id: string, total: string, grams: number) => {
  const base = aCandidate();
  return aCandidate({
    offer: anOffer({ id, provider: id }),
    cost: { ...base.cost, total: usd(total) },
    carbon: { ...base.carbon!, totalGrams: grams },
  });
};

test('the choice tells its place, its price and that it can be started', () => {
  render(<PlacementView placement={aPlacement()} />);
  const choice = within(screen.getByTestId('choice'));
  expect(choice.getByRole('heading').textContent).toBe('8 × H100 lambda · us-east-1, United States');
  expect(choice.getByTestId('choice-price').textContent).toBe('$23.92');
  expect(choice.getByText('You can start this now.')).toBeDefined();
  expect(screen.queryByTestId('startable')).toBeNull();
});

test('money and grams are broken down, with basis and source', () => {
  render(<PlacementView placement={aPlacement()} />);
  const price = screen.getByTestId('price-breakdown').textContent;
  expect(price).toContain('Compute$574.08');
  expect(price).toContain('Disk$1.20');
  expect(price).toContain('Total$575.28');
  expect(price).not.toContain('Data transfer');
  const carbon = screen.getByTestId('carbon-breakdown').textContent;
  expect(carbon).toContain('Estimated');
  expect(carbon).toContain('Total90.2 kg');
  expect(carbon).toContain('Basis: location-based average.');
  expect(carbon).toContain('a yearly table');
});

test('a choice that cannot be leased stands beside the best that can', () => {
  const leasableReason = 'Connect an account of aws.';
  const choice = aCandidate({ offer: anOffer({ id: 'x', leasable: false, leasableReason }) });
  const startable = costing('local', '719.10', 1);
  render(<PlacementView placement={aPlacement({ choice, startable })} />);
  expect(screen.getByTestId('choice').textContent).toContain(leasableReason);
  expect(screen.getByTestId('startable').textContent).toContain('25% dearer');
});

test('when nothing of it can be leased, that is said', () => {
  const choice = aCandidate({ offer: anOffer({ leasable: false }) });
  render(<PlacementView placement={aPlacement({ choice, startable: null })} />);
  expect(screen.getByTestId('no-startable').textContent).toContain('None of the matching offers');
});

test('unplaced is explained by counts and by what would help', () => {
  const placement = aPlacement({
    outcome: 'unplaced',
    choice: null,
    startable: null,
    front: [],
    feasible: 0,
    rejections: [
      { reason: 'region', count: 1200, text: '1200 offers: outside the EU.' },
      { reason: 'too_expensive', count: 232, text: '232 offers: more than 2 USD an hour.' },
    ],
    nearestMisses: [
      {
        constraint: 'placement.regions.allow',
        candidate: aCandidate(),
        savingPercent: 31,
        advice: 'Allow US',
      },
    ],
    explanation: ['All offers were considered.'],
  });
  render(<PlacementView placement={placement} />);
  expect(screen.getByTestId('unplaced').textContent).toContain('All 1,432 offers were considered');
  const rejections = within(screen.getByTestId('rejections')).getAllByRole('listitem');
  expect(rejections.map((each) => each.textContent)).toEqual([
    '1,200Outside the EU.',
    '232More than 2 USD an hour.',
  ]);
  const miss = screen.getByTestId('nearest-misses').textContent;
  expect(miss).toContain('Allow US');
  expect(miss).toContain('31% cheaper');
  expect(screen.getByText('0 of 1,432 offers can take it', { exact: false })).toBeDefined();
});

test('what would be dearer than the choice is no advice', () => {
  const miss = (advice: string, savingPercent: number) => ({
    constraint: 'region',
    candidate: aCandidate(),
    savingPercent,
    advice,
  });
  const nearestMisses = [miss('Allow JP', -12), miss('Allow CA', 4), miss('Allow US', 31)];
  render(<PlacementView placement={aPlacement({ nearestMisses })} />);
  const advice = within(screen.getByTestId('nearest-misses')).getAllByRole('listitem');
  expect(advice.map((each) => each.textContent?.slice(0, 8))).toEqual(['Allow US', 'Allow CA']);
});

test('runners-up tell how much dearer they are', () => {
  const runnersUp = [costing('b', '604.044', 500)];
  render(<PlacementView placement={aPlacement({ runnersUp })} />);
  const cells = within(screen.getByTestId('runners-up')).getAllByRole('cell');
  expect(cells.map((cell) => cell.textContent)).toEqual(['$23.92/h', '$604.04', '+5%', '500 g']);
});

test('the front is drawn, and is there as a table from cheap to clean', () => {
  const front = [costing('clean', '700', 10), costing('cheap', '500', 900)];
  render(<PlacementView placement={aPlacement({ front })} />);
  const section = screen.getByTestId('front');
  expect(section.querySelectorAll('circle')).toHaveLength(2);
  expect(within(section).getAllByRole('row', { hidden: true }).map((row) => row.textContent)).toEqual([
    'cheap · us-east-1, United States$500.00900 g',
    'clean · us-east-1, United States$700.0010 g',
  ]);
});

test('a task that can wait is told the greener start', () => {
  const startAfter = {
    startAt: '2026-11-21T02:00:00Z',
    totalGrams: 210,
    totalGramsNow: 320,
    basis: 'average_location_lifecycle',
    source: 'a forecast',
  };
  render(<PlacementView placement={aPlacement({ startAfter })} />);
  expect(screen.getByTestId('start-after').textContent).toContain('210 g CO2e instead of 320 g');
});

test('the choice tells how launches went there and when a machine is to be expected', () => {
  const start = { ...aCandidate().start, startedLately: 9, triedLately: 10, expectedSeconds: 120 };
  const { unmount } = render(<PlacementView placement={aPlacement({ choice: aCandidate({ start }) })} />);
  expect(screen.getByTestId('choice-start').textContent).toBe(
    'Started 9 of the last 10 tries here; expected 2 min to start.',
  );
  unmount();
  render(<PlacementView placement={aPlacement()} />);
  expect(screen.getByTestId('choice-start').textContent).toBe('Expected 2 min to start.');
});

test('who gains nothing by waiting is told nothing of it', () => {
  const placement = aPlacement();
  const startAfter = {
    startAt: placement.decidedAt,
    totalGrams: 320,
    totalGramsNow: 320,
    basis: 'average_location_lifecycle',
    source: 'a forecast',
  };
  render(<PlacementView placement={{ ...placement, startAfter }} />);
  expect(screen.queryByTestId('start-after')).toBeNull();
});
