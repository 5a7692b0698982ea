import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { FakeServer, json, problem } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { aCandidate, anOffer, usd } from '../testing/samples';
import OrderPage from './OrderPage';
import OrdersPage from './OrdersPage';

const BID = {
  id: 'b1',
  seller: 'site-fjord-hall',
  state: 'standing',
  why: '16 USD asked, 10 % off for 72 hours.',
  offer: 'site:s1:h100-sxm-8',
  unit: 'H100-SXM',
  units: 8,
  price: usd('14.40'),
  listPrice: usd('16'),
  quantity: 1,
  position: 1,
  madeAt: '2026-11-21T08:00:00Z',
  acceptedAt: null,
  workloads: [],
};

const REFUSED = { ...BID, id: 'b2', seller: 'site-other', state: 'refused', price: null, listPrice: null, why: 'The site closes.' };

const ORDER = {
  id: 'o1',
  name: 'finetune',
  state: 'open',
  quantity: 1,
  accepted: 0,
  from: '2026-11-21T08:00:00Z',
  hours: 72,
  bidsUntil: '2026-11-21T09:00:00Z',
  createdAt: '2026-11-21T08:00:00Z',
  createdBy: 'owner',
  bids: [BID, REFUSED],
  ranking: [
    { bid: 'b1', candidate: aCandidate({ offer: anOffer({ id: 'x', provider: 'site-fjord-hall' }) }) },
    { bid: null, candidate: aCandidate() },
  ],
};

test('an order is placed with what was written, and its page is opened', async () => {
  const fake = new FakeServer()
    .on('GET /orders', { items: [] })
    .on('POST /orders', () => json(ORDER, 201));
  renderWith(fake, <OrdersPage />);
  await userEvent.click(screen.getByRole('button', { name: 'Ask for quotes' }));
  await waitFor(() => expect(location.pathname).toBe('/orders/o1'));
  expect(fake.calls('POST /orders')[0]?.body).toContain('hours: 72');
});

test('orders are listed with their best bid', async () => {
  renderWith(new FakeServer().on('GET /orders', { items: [ORDER] }), <OrdersPage />);
  const row = await screen.findByTestId('order');
  expect(row.textContent).toBe('finetuneOpen1 × 72 h0site-fjord-hall, $14.40');
});

test('bids stand among the offers of everybody, and only bids are accepted', async () => {
  const fake = new FakeServer()
    .on('GET /orders/o1', ORDER)
    .on('POST /orders/o1/bids/b1/accept', { ...ORDER, state: 'filled' });
  renderWith(fake, <OrderPage id="o1" />);
  expect(await screen.findAllByTestId('ranked')).toHaveLength(2);
  const answers = screen.getAllByTestId('bid').map((bid) => bid.textContent);
  expect(answers[0]).toContain('site-fjord-hall, $14.40 (everybody else $16.00)');
  expect(answers[1]).toContain('No bid site-other: The site closes.');
  await userEvent.click(screen.getByRole('button', { name: /^Accept/ }));
  await waitFor(() => expect(fake.calls('POST /orders/o1/bids/b1/accept')).toHaveLength(1));
});

test('that the capacity has gone is said', async () => {
  const fake = new FakeServer().on('GET /orders/o1', ORDER).on('POST /orders/o1/bids/b1/accept', () =>
    problem(409, {
      code: 'capacity_gone',
      detail: 'The capacity of this bid has gone meanwhile. Nothing was started; accept another bid.',
    }),
  );
  renderWith(fake, <OrderPage id="o1" />);
  await userEvent.click(await screen.findByRole('button', { name: /^Accept/ }));
  expect((await screen.findByTestId('problem')).textContent).toContain('has gone meanwhile');
});
