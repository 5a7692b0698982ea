import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { useApi } from '../api/context';
import { usePages } from '../api/usePages';
import { FakeServer, json, problem } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { Listed } from './Listed';

function Names() {
  const api = useApi();
  const pages = usePages('names', (cursor, signal) => api.orders(cursor, signal));
  return (
    <Listed pages={pages} none={<p>Nobody</p>}>
      {(items) => items.map((each) => <p key={each.id}>{each.name}</p>)}
    </Listed>
  );
}

const named = (id: string) => ({ id, name: `Order ${id}` });

test('a list goes on by a button for as long as there is more', async () => {
  const server = new FakeServer().on('GET /orders', ({ query }) =>
    query.get('cursor') === 'c1'
      ? json({ items: [named('2')], nextCursor: null, total: 2 })
      : json({ items: [named('1')], nextCursor: 'c1', total: 2 }),
  );
  renderWith(server, <Names />);
  await screen.findByText('Order 1');
  await userEvent.click(screen.getByRole('button', { name: 'Show more' }));
  expect(await screen.findByText('Order 2')).toBeDefined();
  expect(screen.getByText('Order 1')).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
});

test('a list of nothing says so, and one that failed can be asked for again', async () => {
  let broken = true;
  const server = new FakeServer().on('GET /orders', () =>
    broken ? problem(500, { detail: 'It broke.' }) : json({ items: [], nextCursor: null, total: 0 }),
  );
  renderWith(server, <Names />);
  expect(await screen.findByText('It broke.')).toBeDefined();
  expect(screen.queryByText('Loading…')).toBeNull();
  broken = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Nobody')).toBeDefined();
});
