import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { FakeServer } from '../testing/FakeServer';
import { renderWith } from '../testing/renderWith';
import MapPage from './MapPage';

const IRELAND = {
  provider: 'aws',
  name: 'eu-west-1',
  country: 'IE',
  city: 'Dublin',
  latitude: 53.35,
  longitude: -6.26,
  gridZone: 'IE',
  gramsPerKilowattHour: 290,
  carbonSource: 'a table',
  carbonYear: 2024,
  certifications: [],
  offers: 10,
  startable: 4,
  fromPricePerHour: { amount: '2.500000000', currency: 'USD' },
  roundTripMs: null,
  roundTripMeasured: null,
};

const STOCKHOLM = {
  ...IRELAND,
  name: 'eu-north-1',
  country: 'SE',
  city: 'Stockholm',
  latitude: 59.33,
  longitude: 18.07,
  gramsPerKilowattHour: 20,
  fromPricePerHour: { amount: '3.100000000', currency: 'USD' },
};

const FACETS = {
  providers: [],
  accelerators: [{ value: 'H100', count: 20 }],
  countries: [],
  capacityTypes: [],
  total: 20,
};

function server() {
  return new FakeServer()
    .on('GET /regions', { items: [IRELAND, STOCKHOLM], nextCursor: null, total: 2 })
    .on('GET /offers/facets', FACETS);
}

test('the cleanest place comes first, and the cheapest when prices are coloured', async () => {
  renderWith(server(), <MapPage />, '/map');
  const names = async () =>
    (await screen.findAllByTestId('spot-row')).map((row) => within(row).getByRole('button').textContent);
  expect(await names()).toEqual(['Stockholm', 'Dublin']);
  await userEvent.click(screen.getByRole('button', { name: 'Price' }));
  expect(await names()).toEqual(['Dublin', 'Stockholm']);
  expect(location.search).toBe('?colour=price');
});

test('a spot of the drawing opens its sellers, who lead to their offers', async () => {
  renderWith(server(), <MapPage />, '/map?accelerator=H100');
  await screen.findAllByTestId('spot-row');
  const spots = [...screen.getByTestId('map').querySelectorAll('circle')];
  const dublin = spots.find((spot) => spot.textContent?.startsWith('Dublin, Ireland'));
  if (!dublin) throw new Error('Dublin is not drawn.');
  await userEvent.click(dublin);
  const link = screen.getByRole('link', { name: 'aws eu-west-1' });
  expect(link.getAttribute('href')).toBe('/market?q=eu-west-1&provider=aws&accelerator=H100');
});

test('rings are drawn around users, and users nobody knows are asked about', async () => {
  const known = server().on('GET /reach', {
    users: 'Frankfurt, DE',
    latitude: 50.1,
    longitude: 8.7,
    rings: [{ milliseconds: 50, kilometres: 2118 }],
    basis: 'Reckoned.',
  });
  renderWith(known, <MapPage />, '/map?users=Frankfurt');
  expect(await screen.findByTestId('rings')).toBeDefined();
  expect(known.calls('GET /regions')[0]?.query.get('users')).toBe('Frankfurt');
});

test('nothing found says so in place of an empty map', async () => {
  const none = server().on('GET /regions', {
    items: [{ ...IRELAND, offers: 0, fromPricePerHour: null }],
    nextCursor: null,
    total: 1,
  });
  renderWith(none, <MapPage />, '/map?accelerator=B300');
  expect(await screen.findByText('Nothing like this is sold anywhere now')).toBeDefined();
});
