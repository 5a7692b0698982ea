import { memo, useState } from 'react';
import type { Facets } from '../api/types';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { acceleratorName } from './acceleratorName';
import { Choice, FacetField, TypedField } from './fields';
import { FilterChips } from './FilterChips';
import { activeFilters, CAPACITY_TYPES, FRESHNESSES, SORTS, VENDORS, type Filters } from './filters';

interface FilterBarProps {
  filters: Filters;
  facets: Facets | null;
  onChange(filters: Filters): void;
}

export const FilterBar = memo(function FilterBar({ filters, facets, onChange }: FilterBarProps) {
  const [open, setOpen] = useState(false);
  const set = (part: Partial<Filters>) => onChange({ ...filters, ...part });
  const active = activeFilters(filters).length;
  return (
    <form
      className="filters"
      role="search"
      aria-label={text.market.filters}
      data-testid="filters"
      onSubmit={(event) => event.preventDefault()}
    >
      <div className={`filters-grid ${open ? 'filters-open' : ''}`}>
        <TypedField
          name="q"
          type="search"
          label={text.market.search}
          placeholder={text.market.searchHint}
          value={filters.q ?? ''}
          onType={(q) => set({ q: q || undefined })}
        />
        <button
          type="button"
          className="button filters-toggle"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {text.market.moreFilters}
          {active > 0 && ` (${active})`}
        </button>
        <FacetField
          name="accelerator"
          label={text.market.accelerator}
          values={facets?.accelerators}
          value={filters.accelerator}
          show={acceleratorName}
          onPick={(accelerator) => set({ accelerator })}
        />
        <fieldset className="field">
          <legend>{text.market.count}</legend>
          <span className="pair">
            <TypedField
              name="minAccelerators"
              type="number"
              bare
              label={text.market.minAccelerators}
              placeholder={text.market.from}
              value={filters.minAccelerators?.toString() ?? ''}
              onType={(value) => set({ minAccelerators: positive(value) })}
            />
            <TypedField
              name="maxAccelerators"
              type="number"
              bare
              label={text.market.maxAccelerators}
              placeholder={text.market.upTo}
              value={filters.maxAccelerators?.toString() ?? ''}
              onType={(value) => set({ maxAccelerators: positive(value) })}
            />
          </span>
        </fieldset>
        <TypedField
          name="minMemoryGib"
          type="number"
          label={text.market.minMemory}
          value={filters.minMemoryGib?.toString() ?? ''}
          onType={(value) => set({ minMemoryGib: positive(value) })}
        />
        <Choice
          name="vendor"
          label={text.market.vendor}
          values={VENDORS}
          value={filters.vendor}
          show={(vendor) => text.vendor[vendor] ?? vendor}
          onPick={(vendor) => set({ vendor })}
        />
        <FacetField
          name="provider"
          label={text.market.provider}
          values={facets?.providers}
          value={filters.provider}
          onPick={(provider) => set({ provider })}
        />
        <FacetField
          name="country"
          label={text.market.country}
          values={facets?.countries}
          value={filters.country}
          show={format.country}
          onPick={(country) => set({ country })}
        />
        <TypedField
          name="region"
          type="search"
          label={text.market.region}
          value={filters.region ?? ''}
          onType={(region) => set({ region: region || undefined })}
        />
        <Choice
          name="capacityType"
          label={text.market.capacity}
          values={CAPACITY_TYPES}
          value={filters.capacityType}
          show={(value) => text.capacityType[value]}
          onPick={(capacityType) => set({ capacityType })}
        />
        <FacetField
          name="certification"
          label={text.market.certification}
          values={facets?.certifications}
          value={filters.certification}
          onPick={(certification) => set({ certification })}
        />
        <Choice
          name="freshness"
          label={text.market.freshness}
          values={FRESHNESSES}
          value={filters.freshness}
          show={(value) => text.freshness[value]}
          onPick={(freshness) => set({ freshness })}
        />
        <label className="field filters-sort">
          <span>{text.market.sort}</span>
          <select
            name="sort"
            value={`${filters.sort}:${filters.order}`}
            onChange={(event) => {
              const [sort, order] = event.target.value.split(':');
              set({ sort: sort as Filters['sort'], order: order as Filters['order'] });
            }}
          >
            {SORTS.flatMap((sort) =>
              (['asc', 'desc'] as const).map((order) => (
                <option key={sort + order} value={`${sort}:${order}`}>
                  {text.market.sortOptions[sort]} {order === 'asc' ? '↑' : '↓'}
                </option>
              )),
            )}
          </select>
        </label>
      </div>
      <FilterChips filters={filters} onChange={onChange} />
    </form>
  );
});

function positive(value: string): number | undefined {
  const number = Number(value);
  return value !== '' && number > 0 ? number : undefined;
}
