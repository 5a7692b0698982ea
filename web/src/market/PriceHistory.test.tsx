import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { PricePoint } from '../api/types';
import { FakeServer } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { anOffer, usd } from '../testing/samples';
import { PriceHistory } from './PriceHistory';

function point(day: number, min: string, median = min): PricePoint {
  return { at: `2026-11-0${day}T12:00:00Z`, min: usd(min), median: usd(median), offers: 2 };
}

function history(...points: PricePoint[]): FakeServer {
  const now = { min: points.at(-1)?.min ?? null, median: points.at(-1)?.median ?? null };
  return new FakeServer().on('GET /prices', {
    points,
    stepSeconds: 60,
    recordedSince: points[0]?.at ?? null,
    now,
  });
}

const show = (server: FakeServer) =>
  renderWith(server, <PriceHistory offer={anOffer()} model="H100" />);

test('prices that moved are drawn, and told in words', async () => {
  show(history(point(1, '3.00'), point(2, '2.50', '2.80')));
  expect((await screen.findByRole('img')).getAttribute('aria-label')).toBe(
    'From Nov 1, 2026 to Nov 2, 2026: lowest $3.00 → $2.50, median $3.00 → $2.80.',
  );
});

test('where no price moved, the page says since when instead of drawing a flat line', async () => {
  show(history(point(1, '3.00'), point(2, '3.00')));
  expect((await screen.findByTestId('no-history')).textContent).toContain(
    'No change seen since Nov 1, 2026',
  );
  expect(screen.queryByRole('img')).toBeNull();
});

test('without a recorded price nothing is made up', async () => {
  show(history());
  expect((await screen.findByTestId('no-history')).textContent).toBe('No price has been recorded yet.');
});

test('it is about the seller and region of the offer first, then about the whole market', async () => {
  const server = history(point(1, '3.00'));
  show(server);
  await screen.findByTestId('no-history');
  expect(server.calls('GET /prices').at(-1)?.query.toString()).toBe(
    'accelerator=H100&capacityType=on_demand&provider=lambda&region=lambda%2Fus-east-1',
  );
  await userEvent.click(screen.getByRole('radio', { name: 'Whole market' }));
  await waitFor(() =>
    expect(server.calls('GET /prices').at(-1)?.query.toString()).toBe(
      'accelerator=H100&capacityType=on_demand',
    ),
  );
});
