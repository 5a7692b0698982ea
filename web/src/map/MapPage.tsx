import { useMemo, useState } from 'react';
import { useApi } from '../api/context';
import type { CapacityType, RegionQuery } from '../api/types';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Choice, FacetField, TypedField } from '../market/fields';
import { CAPACITY_TYPES } from '../market/filters';
import { Empty, PartNotice, ProblemNotice } from '../shell/Notice';
import { Page } from '../shell/Page';
import { navigate, useSearch } from '../shell/router';
import { Legend } from './Legend';
import { SpotTable } from './SpotTable';
import { CARBON_STEPS, priceSteps, spotsOf, type Colour, type Spot } from './places';
import { WorldMap, type View } from './WorldMap';

const EVERY_MS = 60_000;
const VIEWS: View[] = ['world', 'europe', 'america', 'asia'];

interface Asked {
  accelerator?: string;
  capacityType?: CapacityType;
  users?: string;
  colour: Colour;
  view: View;
}

/** Where capacity is: how clean, at what price, how far from the users. */
export default function MapPage() {
  const api = useApi();
  const asked = read(useSearch());
  const [chosen, setChosen] = useState<string | null>(null);
  const query = queryOf(asked);
  const key = JSON.stringify(query);
  const regions = useResource(`regions${key}`, (signal) => api.regions(query, signal), EVERY_MS);
  const facets = useResource('facets', (signal) => api.facets(signal), EVERY_MS);
  const reach = useResource(`reach${asked.users ?? ''}`, (signal) =>
    asked.users ? api.reach(asked.users, signal) : Promise.resolve(null),
  );
  const { spots, unplaced } = useMemo(() => spotsOf(regions.data?.items ?? []), [regions.data]);
  const withOffers = spots.filter((spot) => spot.offers > 0);
  const steps = asked.colour === 'carbon' ? CARBON_STEPS : priceSteps(spots);
  const valueOf = (spot: Spot) => (asked.colour === 'carbon' ? spot.grams : spot.price);
  const set = (part: Partial<Asked>) => navigate(write({ ...asked, ...part }), { replace: true });

  return (
    <Page title={text.map.title} className="map-page">
      <form className="filters" role="search" aria-label={text.map.filters} onSubmit={(e) => e.preventDefault()}>
        <div className="map-fields">
          <FacetField
            name="accelerator"
            label={text.market.accelerator}
            values={facets.data?.accelerators}
            value={asked.accelerator}
            onPick={(accelerator) => set({ accelerator })}
          />
          <Choice
            name="capacityType"
            label={text.market.capacity}
            values={CAPACITY_TYPES}
            value={asked.capacityType}
            show={(each) => text.capacityType[each]}
            onPick={(capacityType) => set({ capacityType })}
          />
          <TypedField
            name="users"
            type="search"
            label={text.map.users}
            placeholder={text.map.usersHint}
            value={asked.users ?? ''}
            onType={(users) => set({ users: users || undefined })}
          />
          <Switch
            label={text.map.colour}
            values={['carbon', 'price']}
            value={asked.colour}
            show={(each) => text.map.colours[each]}
            onPick={(colour) => set({ colour })}
          />
          <Switch
            label={text.map.view}
            values={VIEWS}
            value={asked.view}
            show={(each) => text.map.views[each]}
            onPick={(view) => set({ view })}
          />
        </div>
      </form>
      {regions.problem && <ProblemNotice problem={regions.problem} onRetry={regions.reload} />}
      {facets.problem && !facets.data && (
        <PartNotice problem={facets.problem} onRetry={facets.reload} />
      )}
      {reach.problem && <PartNotice problem={reach.problem} onRetry={reach.reload} />}
      {regions.data && withOffers.length === 0 ? (
        <Empty title={text.map.empty}>
          <p>{text.map.emptyBody}</p>
        </Empty>
      ) : (
        <div className="map-both">
          <figure className="map-figure" aria-busy={regions.loading && !regions.data}>
            <WorldMap
              spots={spots}
              reach={reach.data}
              view={asked.view}
              steps={steps}
              valueOf={valueOf}
              chosen={chosen}
              onChoose={setChosen}
            />
            <figcaption>
              <Legend colour={asked.colour} steps={steps} />
              <p className="hint">
                {text.map.size}
                {reach.data && ` ${text.map.rings(reach.data.users)} ${reach.data.basis}`}
                {unplaced > 0 && ` ${text.map.unplaced(format.integer(unplaced), unplaced)}`}
              </p>
            </figcaption>
          </figure>
          <SpotTable
            spots={withOffers}
            query={query}
            byPrice={asked.colour === 'price'}
            chosen={chosen}
            onChoose={setChosen}
          />
        </div>
      )}
    </Page>
  );
}

interface SwitchProps<T extends string> {
  label: string;
  values: T[];
  value: T;
  show(value: T): string;
  onPick(value: T): void;
}

function Switch<T extends string>({ label, values, value, show, onPick }: SwitchProps<T>) {
  return (
    <fieldset className="switch">
      <legend>{label}</legend>
      {values.map((each) => (
        <button key={each} type="button" aria-pressed={each === value} onClick={() => onPick(each)}>
          {show(each)}
        </button>
      ))}
    </fieldset>
  );
}

function queryOf({ accelerator, capacityType, users }: Asked): RegionQuery {
  return { accelerator, capacityType, users };
}

function read(search: string): Asked {
  const given = new URLSearchParams(search);
  const capacity = CAPACITY_TYPES.find((each) => each === given.get('capacityType'));
  return {
    accelerator: given.get('accelerator') ?? undefined,
    capacityType: capacity,
    users: given.get('users') ?? undefined,
    colour: given.get('colour') === 'price' ? 'price' : 'carbon',
    view: VIEWS.find((each) => each === given.get('view')) ?? 'world',
  };
}

function write(asked: Asked): string {
  const kept = new URLSearchParams();
  if (asked.accelerator) kept.set('accelerator', asked.accelerator);
  if (asked.capacityType) kept.set('capacityType', asked.capacityType);
  if (asked.users) kept.set('users', asked.users);
  if (asked.colour !== 'carbon') kept.set('colour', asked.colour);
  if (asked.view !== 'world') kept.set('view', asked.view);
  const search = kept.toString();
  return search ? `/map?${search}` : '/map';
}
