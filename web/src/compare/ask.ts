/** What is compared. It stands in the address, so that a picture can be sent to somebody. */
export interface Ask {
  accelerators: string;
  capacity: 'any' | 'on_demand' | 'spot' | 'reserved';
  hours: number;
  /** Where the people are: a country's code or a city. */
  users: string;
  /** Places that are allowed; empty for everywhere. */
  regions: string;
  /** How much dearer than the cheapest the greenest may be, in percent; 0 for the cheapest. */
  within: number;
  maxCost: string;
  maxKilograms: string;
  maxRoundTrip: string;
}

export const CAPACITIES = ['any', 'on_demand', 'spot', 'reserved'] as const;

const DEFAULTS: Ask = {
  accelerators: 'H100:8',
  capacity: 'any',
  hours: 24,
  users: '',
  regions: '',
  within: 0,
  maxCost: '',
  maxKilograms: '',
  maxRoundTrip: '',
};

export function read(search: string): Ask {
  const params = new URLSearchParams(search);
  const given = (name: keyof Ask) => params.get(name)?.trim() ?? '';
  const capacity = CAPACITIES.find((each) => each === given('capacity'));
  return {
    accelerators: given('accelerators') || DEFAULTS.accelerators,
    capacity: capacity ?? DEFAULTS.capacity,
    hours: numberOf(given('hours')) ?? DEFAULTS.hours,
    users: given('users'),
    regions: given('regions'),
    within: numberOf(given('within')) ?? DEFAULTS.within,
    maxCost: given('maxCost'),
    maxKilograms: given('maxKilograms'),
    maxRoundTrip: given('maxRoundTrip'),
  };
}

export function write(ask: Ask): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(ask)) {
    if (value !== DEFAULTS[name as keyof Ask]) params.set(name, String(value));
  }
  const query = params.toString();
  return query ? `/compare?${query}` : '/compare';
}

/** The workload that asks for it. JSON is YAML too. */
export function specOf(ask: Ask, name = 'comparison'): string {
  const regions = ask.regions
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const limits = {
    max_duration: `${ask.hours}h`,
    ...(ask.maxCost && { max_cost: `${ask.maxCost} USD` }),
    ...(ask.maxKilograms && { max_carbon: `${ask.maxKilograms}kg` }),
  };
  const placement = {
    ...(regions.length > 0 && { regions: { allow: regions } }),
    ...(ask.users && { users: [ask.users] }),
    ...(ask.users && ask.maxRoundTrip && { max_rtt_ms: Number(ask.maxRoundTrip) }),
    ...(ask.within > 0
      ? { objective: 'greenest', within_price_pct: ask.within }
      : { objective: 'cheapest' }),
  };
  return JSON.stringify(
    {
      name,
      resources: { accelerators: ask.accelerators, capacity: ask.capacity },
      placement,
      limits,
    },
    null,
    2,
  );
}

function numberOf(text: string): number | null {
  const value = Number(text);
  return text !== '' && Number.isFinite(value) && value >= 0 ? value : null;
}
