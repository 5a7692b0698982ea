import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { FakeServer } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import { Failure } from './Failure';
import { later } from './later';

test('a page whose code could not be fetched says so, and comes when it is asked for again', async () => {
  let away = true;
  const Tea = later(() => {
    if (away) return Promise.reject(new TypeError('Failed to fetch'));
    return Promise.resolve({ default: ({ cups }: { cups: number }) => <p>{cups} cups</p> });
  });
  renderWith(new FakeServer(), <Tea cups={2} />);
  expect(await screen.findByText('Tradewind cannot be reached')).toBeDefined();

  away = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

  expect(await screen.findByText('2 cups')).toBeDefined();
});

test('a page whose code an upgraded server no longer has is to be loaded anew', async () => {
  const Tea = later(() => Promise.reject(new TypeError('Failed to fetch')));
  renderWith(
    new FakeServer().on('GET /info', {}),
    <Failure>
      <Tea />
    </Failure>,
  );
  expect(await screen.findByRole('button', { name: 'Reload' })).toBeDefined();
});
