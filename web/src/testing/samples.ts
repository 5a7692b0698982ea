import type {
  Candidate,
  Money,
  Offer,
  OfferPage,
  Placement,
  Workload,
} from '../api/types';

/** Answers as the server gives them. Each takes what the test is about, and fills in the rest. */
export function usd(amount: string): Money {
  const [whole, fraction = ''] = amount.split('.');
  return { amount: `${whole}.${fraction.padEnd(9, '0')}`, currency: 'USD' };
}

/** A little more than two hours ago. */
export const EARLIER = new Date(Date.now() - 7_500_000).toISOString();

export function anOffer(part: Partial<Offer> = {}): Offer {
  return {
    id: 'lambda/us-east-1/gpu_8x_h100',
    provider: 'lambda',
    region: 'us-east-1',
    country: 'US',
    zone: null,
    instanceType: 'gpu_8x_h100',
    accelerator: { model: 'H100', count: 8, memoryGib: 80, kind: 'gpu', vendor: 'nvidia' },
    vcpus: 208,
    memoryGib: 1800,
    runs: ['images', 'processes'],
    capacityType: 'on_demand',
    price: usd('23.92'),
    pricePerAccelerator: usd('2.99'),
    pricePerPetaflopHour: null,
    converted: null,
    listPrice: null,
    priceOverride: null,
    term: 'on_demand',
    confidence: { level: 'published', meaning: 'from the seller’s published prices' },
    feed: 'lambda',
    superseded: null,
    otherSources: [],
    availability: { state: 'available', kind: 'count', value: 3, observedAt: EARLIER },
    observedAt: EARLIER,
    source: { name: 'price list', url: 'https://example.org/prices', asOf: EARLIER, term: 'list' },
    freshness: 'fresh',
    leasable: true,
    leasableReason: null,
    ...part,
  };
}

export function offers(items: Offer[], part: Partial<OfferPage> = {}): OfferPage {
  return { items, nextCursor: null, total: items.length, marketVersion: 7, ...part };
}

export function aCandidate(part: Partial<Candidate> = {}): Candidate {
  return {
    offer: anOffer(),
    nodes: 1,
    hours: 24,
    cost: {
      compute: usd('574.08'),
      startUp: usd('0'),
      transferTime: usd('0'),
      disk: usd('1.20'),
      egress: usd('0'),
      minimumIncrement: usd('0'),
      restartWaste: usd('0'),
      total: usd('575.28'),
    },
    pricePerHour: usd('23.92'),
    converted: null,
    carbon: {
      operationalGrams: 86_000,
      embodiedGrams: 4_200,
      totalGrams: 90_200,
      energyKilowattHours: 214,
      pue: 1.15,
      gramsPerKilowattHour: 402,
      basis: 'location-based average',
      source: 'a yearly table',
      estimated: true,
      waterLitres: null,
    },
    roundTrip: null,
    start: {
      chance: 0.9,
      startedLately: 0,
      triedLately: 0,
      expectedSeconds: 120,
      measured: false,
      source: 'a table',
    },
    transferSeconds: 0,
    why: 'The cheapest of 12.',
    ...part,
  };
}

export function aPlacement(part: Partial<Placement> = {}): Placement {
  const choice = aCandidate();
  return {
    id: null,
    outcome: 'placed',
    objective: 'cheapest',
    cost: 'landed',
    marketVersion: 7,
    conditionsVersion: 2,
    decidedAt: EARLIER,
    choice,
    startable: choice,
    runnersUp: [],
    front: [choice],
    considered: 1432,
    feasible: 12,
    rejections: [],
    nearestMisses: [],
    explanation: [],
    startAfter: null,
    ...part,
  };
}

export function aWorkload(part: Partial<Workload> = {}): Workload {
  return {
    id: 'w-1',
    name: 'hello',
    kind: 'task',
    state: 'running',
    reason: null,
    createdAt: EARLIER,
    startedAt: EARLIER,
    endedAt: null,
    exitCode: null,
    lease: null,
    cost: null,
    costs: [],
    carbonGrams: 0,
    energyKilowattHours: 0,
    meteredSeconds: 0,
    nodes: [],
    attempts: [],
    spec: { kind: 'task', name: 'hello', run: 'echo hi' },
    placement: null,
    ...part,
  };
}
