import type { AvailabilitySpan, CarbonHour } from '../../api/types';

export const availabilityHistory = {
  title: 'Availability so far',
  state: {
    available: 'Available',
    limited: 'Limited',
    unavailable: 'Sold out',
    no_quota: 'No quota',
    unknown: 'On the market, amount not published',
    withdrawn: 'Not on the market',
  } satisfies Record<AvailabilitySpan['state'], string>,
  since: (date: string) => `On record since ${date}.`,
  none: 'Nothing is on record yet: the record begins with the next reading of its feed.',
  unchanged: (state: string, date: string) => `${state}, unchanged since ${date}.`,
  share: (state: string, share: string) => `${state} ${share}`,
  noLevels:
    'How much a site has free follows from who leases there, so no record of it is shown; only whether it was on the market.',
  tries: (started: string, tried: string, chance: string) =>
    `Of the last ${tried} machines that were asked for here, by whomever, ${started} started. The chance now: ${chance}.`,
  noTries: (chance: string) =>
    `Nobody has asked for a machine here lately. The chance, as far as is known: ${chance}.`,
  changes: (shown: string, total: string) => `Changes, the newest first (${shown} of ${total})`,
  when: 'When',
  what: 'State',
  lasted: 'For',
  now: 'until now',
};

export const carbonHours = {
  title: 'Carbon by hour',
  axis: 'gCO₂e per kWh, location-based',
  none: 'No feed tells this grid by the hour. The figure above is the mean of a year.',
  cleanest: (when: string, grams: string) => `Cleanest hour to come: ${when}, ${grams} gCO₂e/kWh.`,
  method: (sources: string, basis: string, issued: string) =>
    `${sources}; ${basis}, the intensity (I) of the Software Carbon Intensity specification.${issued}`,
  issued: (when: string) => ` Forecast of ${when}.`,
  spoken: (from: string, to: string, low: string, high: string) =>
    `From ${from} to ${to}: between ${low} and ${high} grams of CO₂e per kilowatt-hour.`,
  now: 'now',
  table: 'As a table',
  hour: 'Hour',
  grams: 'gCO₂e/kWh',
  kind: {
    measured: 'measured',
    estimated: 'estimated',
    forecast: 'forecast',
  } satisfies Record<CarbonHour['kind'], string>,
};
