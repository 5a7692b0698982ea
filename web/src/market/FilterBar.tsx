import { useEffect, useId, useRef, useState } from 'react';
import type { FacetValue, Facets } from '../api/types';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import {
  CAPACITY_TYPES,
  FRESHNESSES,
  SORTS,
  activeFilters,
  type FilterName,
  type Filters,
} from './filters';

interface FilterBarProps {
  filters: Filters;
  facets: Facets | null;
  onChange(filters: Filters): void;
}

const TYPING_PAUSE_MS = 250;

export function FilterBar({ filters, facets, onChange }: FilterBarProps) {
  const [open, setOpen] = useState(false);
  const set = (part: Partial<Filters>) => onChange({ ...filters, ...part });
  const active = activeFilters(filters);
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
          {active.length > 0 && ` (${active.length})`}
        </button>
        <FacetField
          name="accelerator"
          label={text.market.accelerator}
          values={facets?.accelerators}
          value={filters.accelerator}
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
        <Choice
          name="capacityType"
          label={text.market.capacity}
          values={CAPACITY_TYPES}
          value={filters.capacityType}
          show={(value) => text.capacityType[value]}
          onPick={(capacityType) => set({ capacityType })}
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
      {active.length > 0 && (
        <ul className="chips">
          {active.map(([name, value]) => (
            <li key={name}>
              <button
                type="button"
                className="chip"
                aria-label={text.market.clearOne(nameOf(name), show(name, value))}
                onClick={() => set({ [name]: undefined })}
              >
                {nameOf(name)}: {show(name, value)} <span aria-hidden="true">×</span>
              </button>
            </li>
          ))}
          <li>
            <button
              type="button"
              className="link"
              onClick={() => onChange({ sort: filters.sort, order: filters.order })}
            >
              {text.market.clear}
            </button>
          </li>
        </ul>
      )}
    </form>
  );
}

function positive(value: string): number | undefined {
  const number = Number(value);
  return value !== '' && number > 0 ? number : undefined;
}

function nameOf(name: FilterName): string {
  const names: Record<FilterName, string> = {
    q: text.market.search,
    accelerator: text.market.accelerator,
    provider: text.market.provider,
    region: text.market.region,
    country: text.market.country,
    capacityType: text.market.capacity,
    minAccelerators: text.market.minAccelerators,
    maxAccelerators: text.market.maxAccelerators,
    minMemoryGib: text.market.minMemory,
    freshness: text.market.freshness,
  };
  return names[name];
}

function show(name: FilterName, value: string | number): string {
  if (name === 'country') return format.country(String(value));
  if (name === 'capacityType') return text.capacityType[value as keyof typeof text.capacityType];
  if (name === 'freshness') return text.freshness[value as keyof typeof text.freshness];
  return String(value);
}

interface ChoiceProps<T extends string> {
  name: string;
  label: string;
  values: T[];
  value: T | undefined;
  show(value: T): string;
  onPick(value: T | undefined): void;
}

function Choice<T extends string>({ name, label, values, value, show, onPick }: ChoiceProps<T>) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        name={name}
        value={value ?? ''}
        onChange={(event) => onPick((event.target.value || undefined) as T | undefined)}
      >
        <option value="">{text.any}</option>
        {values.map((each) => (
          <option key={each} value={each}>
            {show(each)}
          </option>
        ))}
      </select>
    </div>
  );
}

interface FacetFieldProps {
  name: string;
  label: string;
  values: FacetValue[] | undefined;
  value: string | undefined;
  show?(value: string): string;
  onPick(value: string | undefined): void;
}

function FacetField({ values = [], value, show = String, ...rest }: FacetFieldProps) {
  const counts = new Map(values.map((facet) => [facet.value, facet.count]));
  if (value && !counts.has(value)) counts.set(value, 0);
  const sorted = [...counts.keys()].sort((a, b) => show(a).localeCompare(show(b)));
  return (
    <Choice
      {...rest}
      values={sorted}
      value={value}
      show={(each) => `${show(each)} (${format.integer(counts.get(each) ?? 0)})`}
    />
  );
}

interface TypedFieldProps {
  name: string;
  type: 'search' | 'number';
  label: string;
  placeholder?: string;
  value: string;
  /** Without a visible label, where a group already has one. */
  bare?: boolean;
  onType(value: string): void;
}

/** Applies what is typed after a short pause, and follows the address bar otherwise. */
function TypedField({ name, type, label, placeholder, value, bare, onType }: TypedFieldProps) {
  const id = useId();
  const [draft, setDraft] = useState(value);
  const [applied, setApplied] = useState(value);
  const callback = useRef(onType);
  useEffect(() => {
    callback.current = onType;
  });
  if (applied !== value) {
    setApplied(value);
    setDraft(value);
  }
  useEffect(() => {
    if (draft.trim() === value) return;
    const timer = setTimeout(() => callback.current(draft.trim()), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [draft, value]);
  const input = (
    <input
      id={id}
      name={name}
      type={type}
      min={type === 'number' ? 1 : undefined}
      inputMode={type === 'number' ? 'numeric' : undefined}
      value={draft}
      placeholder={placeholder}
      aria-label={bare ? label : undefined}
      onChange={(event) => setDraft(event.target.value)}
    />
  );
  if (bare) return input;
  return (
    <div className={`field field-${type}`}>
      <label htmlFor={id}>{label}</label>
      {input}
    </div>
  );
}
