import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { FakeServer, problem } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { anOffer, usd } from '../testing/samples';
import { OfferDetails } from './OfferDetails';

const market = () =>
  new FakeServer().on('GET /prices', { points: [], now: { min: null, median: null } });

test('the details hold what the row has no room for, and lead to a workload', () => {
  const offer = anOffer({ zone: 'us-east-1a' });
  renderWith(market(), <OfferDetails offer={offer} onClose={() => undefined} />);
  const details = screen.getByTestId('offer-details').textContent;
  expect(details).toContain('us-east-1a');
  expect(details).toContain('List price, price list, as of');
  expect(screen.getByRole('link', { name: 'Use in a workload' }).getAttribute('href')).toBe(
    '/run?provider=lambda&capacity=on_demand&accelerators=H100%3A8',
  );
});

test('a price in another currency says by which rate it was compared', () => {
  const offer = anOffer({
    price: { amount: '3.000000000', currency: 'EUR' },
    converted: {
      price: usd('3.453'),
      oneUnit: usd('1.151'),
      date: '2026-11-20',
      source: 'European Central Bank',
    },
  });
  renderWith(market(), <OfferDetails offer={offer} onClose={() => undefined} />);
  expect(screen.getByTestId('offer-details').textContent).toContain('€3.00');
  expect(screen.getByTestId('compared').textContent).toBe(
    'Counts as $3.453 an hour where offers are compared. 1 EUR = $1.151, European Central Bank, 2026-11-20.',
  );
});

test('they can be closed', async () => {
  let closed = 0;
  renderWith(market(), <OfferDetails offer={anOffer()} onClose={() => closed++} />);
  await userEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(closed).toBe(1);
});

test('an offer without an accelerator has no history of its own to show', () => {
  const offer = anOffer({ accelerator: null, pricePerAccelerator: null });
  renderWith(market(), <OfferDetails offer={offer} onClose={() => undefined} />);
  expect(screen.queryByTestId('price-history')).toBeNull();
});

test('they step aside for the sign-in page, and are not closed', async () => {
  let closed = 0;
  renderWith(
    new FakeServer().on('GET /prices', () => problem(401, {})),
    <OfferDetails offer={anOffer()} onClose={() => closed++} />,
  );
  const details = screen.getByTestId<HTMLDialogElement>('offer-details');
  expect(details.open).toBe(true);
  await waitFor(() => expect(details.open).toBe(false));
  expect(closed).toBe(0);
});
