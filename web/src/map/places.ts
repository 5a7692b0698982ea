import { approximately } from '../i18n/format';
import type { Region } from '../api/types';

export type Colour = 'carbon' | 'price';

/** All regions of one spot: cities where several sellers are would hide each other. */
export interface Spot {
  key: string;
  latitude: number;
  longitude: number;
  city: string;
  country: string;
  regions: Region[];
  offers: number;
  startable: number;
  grams: number | null;
  /** The lowest of its regions', in dollars an hour and accelerator. */
  price: number | null;
  roundTripMs: number | null;
}

/** Regions whose place nobody knows cannot be drawn; they are counted. */
export function spotsOf(regions: Region[]): { spots: Spot[]; unplaced: number } {
  const spots = new Map<string, Spot>();
  let unplaced = 0;
  for (const region of regions) {
    if (region.latitude === null || region.longitude === null) {
      unplaced += region.offers > 0 ? 1 : 0;
      continue;
    }
    const key = keyOf(region, region.latitude, region.longitude);
    const spot = spots.get(key);
    if (spot) add(spot, region);
    else spots.set(key, fresh(key, region, region.latitude, region.longitude));
  }
  for (const spot of spots.values()) spot.regions.sort(cheapestFirst);
  return { spots: [...spots.values()].sort(smallestOnTop), unplaced };
}

/** Sellers give one city slightly different coordinates. */
function keyOf({ city, country }: Region, latitude: number, longitude: number): string {
  return city && country ? `${city}, ${country}` : `${latitude.toFixed(1)},${longitude.toFixed(1)}`;
}

function fresh(key: string, region: Region, latitude: number, longitude: number): Spot {
  return {
    key,
    latitude,
    longitude,
    city: region.city || region.name,
    country: region.country ?? '',
    regions: [region],
    offers: region.offers,
    startable: region.startable,
    grams: region.gramsPerKilowattHour,
    price: priceOf(region),
    roundTripMs: region.roundTripMs,
  };
}

/** In the order of drawing: the empty ones below all others, then the large below the small. */
function smallestOnTop(a: Spot, b: Spot): number {
  return (b.offers || Infinity) - (a.offers || Infinity) || 0;
}

function add(spot: Spot, region: Region): void {
  spot.regions.push(region);
  spot.offers += region.offers;
  spot.startable += region.startable;
  spot.grams ??= region.gramsPerKilowattHour;
  spot.price = least(spot.price, priceOf(region));
  spot.roundTripMs = least(spot.roundTripMs, region.roundTripMs);
}

export function priceOf(region: Region): number | null {
  return region.fromPricePerHour ? approximately(region.fromPricePerHour) : null;
}

function least(one: number | null, other: number | null): number | null {
  if (one === null) return other;
  return other === null ? one : Math.min(one, other);
}

function cheapestFirst(a: Region, b: Region): number {
  return (priceOf(a) ?? Infinity) - (priceOf(b) ?? Infinity) || b.offers - a.offers;
}

/** Upper ends of the classes but the last, in gCO2e per kWh: hydro and nuclear, mixed, gas, coal. */
export const CARBON_STEPS = [50, 150, 300, 500];

/** Upper ends of four classes of a fifth each; fewer where many prices are equal. */
export function priceSteps(spots: Spot[]): number[] {
  const prices = spots.flatMap((spot) => spot.price ?? []).sort((a, b) => a - b);
  const steps = [1, 2, 3, 4].flatMap((fifth) => prices[Math.floor((prices.length * fifth) / 5)] ?? []);
  return [...new Set(steps)].filter((step) => step > (prices[0] ?? 0));
}

/** From 0, the best, to 4; null where the figure is unknown. */
export function classOf(value: number | null, steps: number[]): number | null {
  if (value === null) return null;
  const index = steps.findIndex((step) => value < step);
  return index < 0 ? steps.length : index;
}

/** The area tells the number, so that ten times as many are not ten times as wide. */
export function radiusOf(startable: number, most: number): number {
  if (startable === 0 || most === 0) return 2;
  return 3 + 11 * Math.sqrt(startable / most);
}

/** For words; what is paid is asked of the server. */
export function dollars(price: number) {
  return { amount: price.toFixed(9), currency: 'USD' };
}
