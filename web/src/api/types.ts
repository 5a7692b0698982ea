/** The REST contract, as the portal reads it. Features import types from here and nowhere else. */

export interface Money {
  /** Exact, nine decimals. Never parse it for arithmetic. */
  amount: string;
  currency: string;
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  total: number;
}

export type CapacityType = 'on_demand' | 'spot' | 'reserved';
export type Freshness = 'fresh' | 'aging' | 'stale' | 'expired';
export type AvailabilityState = 'available' | 'limited' | 'unavailable' | 'no_quota' | 'unknown';
export type PriceTerm = 'list' | 'live' | 'declared';

export interface Accelerator {
  model: string;
  count: number;
  memoryGib: number;
  kind: 'gpu' | 'tpu' | 'fpga' | 'asic';
  vendor: string;
}

export interface Availability {
  state: AvailabilityState;
  kind: 'count' | 'score' | 'flag' | 'none';
  value: number | null;
  observedAt: string;
}

export interface PriceSource {
  name: string;
  url: string | null;
  asOf: string;
  term: PriceTerm;
}

export interface Offer {
  id: string;
  provider: string;
  region: string;
  country: string | null;
  zone: string | null;
  instanceType: string;
  accelerator: Accelerator | null;
  /** 0 when the seller does not say. */
  vcpus: number;
  /** 0 when the seller does not say. */
  memoryGib: number;
  capacityType: CapacityType;
  /** Per hour, for the whole instance. */
  price: Money;
  pricePerAccelerator: Money | null;
  availability: Availability;
  observedAt: string;
  source: PriceSource;
  freshness: Freshness;
  leasable: boolean;
  leasableReason: string | null;
}

export interface OfferPage extends Page<Offer> {
  marketVersion: number;
}

export type OfferSort = 'price' | 'pricePerAccelerator' | 'provider' | 'observedAt';

export interface OfferQuery {
  accelerator?: string;
  provider?: string;
  region?: string;
  country?: string;
  capacityType?: CapacityType;
  minAccelerators?: number;
  maxAccelerators?: number;
  minMemoryGib?: number;
  freshness?: Freshness;
  q?: string;
  sort?: OfferSort;
  order?: 'asc' | 'desc';
  limit?: number;
  cursor?: string;
}

export interface FacetValue {
  value: string;
  count: number;
}

export interface Facets {
  providers: FacetValue[];
  accelerators: FacetValue[];
  countries: FacetValue[];
  capacityTypes: FacetValue[];
  total: number;
}

export type ProviderState = 'ok' | 'failing' | 'waiting';

export interface ProviderHealth {
  id: string;
  name: string;
  state: ProviderState;
  offers: number;
  quarantined: number;
  lastSuccess: string | null;
  lastAttempt: string | null;
  ageSeconds: number | null;
  fault: string | null;
  capabilities: string[];
  leasable: boolean;
}

export interface QuarantineEntry {
  provider: string;
  subject: string;
  reason: string;
  detail: string;
  source: string;
  observedAt: string;
}

export interface QuarantinePage extends Page<QuarantineEntry> {
  counts: { provider: string; reason: string; count: number }[];
}

export interface CostBreakdown {
  compute: Money;
  disk: Money;
  egress: Money;
  minimumIncrement: Money;
  restartWaste: Money;
  total: Money;
}

export interface Carbon {
  operationalGrams: number;
  embodiedGrams: number;
  totalGrams: number;
  energyKilowattHours: number;
  pue: number;
  gramsPerKilowattHour: number | null;
  basis: string;
  source: string;
  estimated: boolean;
}

export interface RoundTrip {
  milliseconds: number;
  basis: 'estimated' | 'measured';
  from: string;
}

export interface Candidate {
  offer: Offer;
  nodes: number;
  hours: number;
  cost: CostBreakdown;
  pricePerHour: Money;
  carbon: Carbon | null;
  roundTrip: RoundTrip | null;
  why: string;
}

export interface Rejection {
  reason: string;
  count: number;
  text: string;
}

export interface NearestMiss {
  constraint: string;
  candidate: Candidate;
  savingPercent: number | null;
  advice: string;
}

export interface Placement {
  id: string | null;
  outcome: 'placed' | 'unplaced';
  objective: string;
  cost: 'landed' | 'list';
  marketVersion: number;
  conditionsVersion: number;
  decidedAt: string;
  choice: Candidate | null;
  /** The best candidate that can be leased now. */
  startable: Candidate | null;
  runnersUp: Candidate[];
  front: Candidate[];
  considered: number;
  feasible: number;
  rejections: Rejection[];
  nearestMisses: NearestMiss[];
  explanation: string[];
}

export type WorkloadState =
  | 'pending'
  | 'placing'
  | 'provisioning'
  | 'running'
  | 'cancelling'
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'unplaced';

export interface Attempt {
  lease: string;
  provider: string;
  region: string;
  instanceType: string;
  pricePerHour: Money | null;
  outcome: string;
  reason: string | null;
  at: string;
}

export interface Lease {
  id: string;
  workload: string;
  provider: string;
  region: string;
  instanceType: string;
  offer: string;
  /** Per hour. */
  rate: Money;
  state: 'requested' | 'provisioning' | 'active' | 'reclaiming' | 'closed';
  closeReason: string | null;
  requestedAt: string;
  activeAt: string | null;
  closedAt: string | null;
  meteredSeconds: number;
}

export interface WorkloadSummary {
  id: string;
  name: string;
  kind: string;
  state: WorkloadState;
  reason: string | null;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
  exitCode: number | null;
  lease: Lease | null;
  /** Charged so far. */
  cost: Money | null;
  carbonGrams: number | null;
  energyKilowattHours: number | null;
  attempts: Attempt[];
}

export interface Workload extends WorkloadSummary {
  spec: unknown;
  placement: Placement | null;
}

export interface LogLine {
  seq: number;
  at: string;
  stream: 'stdout' | 'stderr' | 'system';
  line: string;
}

export interface WorkloadEvent {
  seq: number;
  at: string;
  type: string;
  detail: string | null;
  data: unknown;
}

export interface Charge {
  lease: string;
  workload: string;
  from: string;
  to: string;
  seconds: number;
  rate: Money;
  amount: Money;
}

export interface ChargePage extends Page<Charge> {
  /** Of all charges asked for, not only of this page; null when there are none. */
  totalAmount: Money | null;
}

export interface Me {
  subject: string;
  name: string;
  roles: string[];
  organization: string;
  project: string;
  mode: string;
}

export interface FieldError {
  field: string;
  message: string;
  advice: string | null;
}

/** The body of an application/problem+json answer. */
export interface ProblemBody {
  type?: string;
  title?: string;
  status?: number;
  code?: string;
  detail?: string;
  instance?: string;
  errors?: FieldError[];
}
