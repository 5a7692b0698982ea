import { expect, test } from 'vitest';
import type { Region } from '../api/types';
import { CARBON_STEPS, classOf, priceSteps, radiusOf, spotsOf } from './places';

function region(part: Partial<Region>): Region {
  return {
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
    roundTripMs: 31,
    roundTripMeasured: true,
    ...part,
  };
}

test('sellers in one city are one spot with the lowest price of them all', () => {
  const azure = region({
    provider: 'azure',
    name: 'northeurope',
    offers: 5,
    startable: 5,
    latitude: 53.349,
    fromPricePerHour: { amount: '1.900000000', currency: 'USD' },
  });
  const { spots } = spotsOf([region({}), azure]);
  expect(spots).toHaveLength(1);
  expect(spots[0]).toMatchObject({ offers: 15, startable: 9, price: 1.9, roundTripMs: 31 });
  expect(spots[0]?.regions.map((each) => each.provider)).toEqual(['azure', 'aws']);
});

test('a region without a place is counted, and only when it has offers', () => {
  const lost = region({ latitude: null, longitude: null });
  expect(spotsOf([lost, { ...lost, offers: 0 }])).toEqual({ spots: [], unplaced: 1 });
});

test('classes begin at the best and end above the last step', () => {
  expect([10, 50, 299, 700, null].map((grams) => classOf(grams, CARBON_STEPS))).toEqual([
    0, 1, 2, 4, null,
  ]);
});

test('price classes split the spots into fifths, and equal prices are one class', () => {
  const priced = (amount: string, at: number) =>
    region({ city: `City ${at}`, fromPricePerHour: { amount, currency: 'USD' } });
  const five = ['1', '2', '3', '4', '5'].map((amount, i) => priced(amount, i * 5));
  expect(priceSteps(spotsOf(five).spots)).toEqual([2, 3, 4, 5]);
  const same = ['2', '2', '2'].map((amount, i) => priced(amount, i * 5));
  expect(priceSteps(spotsOf(same).spots)).toEqual([]);
});

test('the area of a spot tells its number of offers', () => {
  expect(radiusOf(0, 100)).toBe(2);
  expect(radiusOf(100, 100) - 3).toBeCloseTo(2 * (radiusOf(25, 100) - 3));
});
