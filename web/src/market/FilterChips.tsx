import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { acceleratorName } from './acceleratorName';
import { activeFilters, type FilterName, type Filters } from './filters';

interface FilterChipsProps {
  filters: Filters;
  onChange(filters: Filters): void;
}

/** What is filtered now; each goes away with one press. */
export function FilterChips({ filters, onChange }: FilterChipsProps) {
  const active = activeFilters(filters);
  if (active.length === 0) return null;
  return (
    <ul className="chips">
      {active.map(([name, value]) => (
        <li key={name}>
          <button
            type="button"
            className="chip"
            aria-label={text.market.clearOne(nameOf(name), show(name, value))}
            onClick={() => onChange({ ...filters, [name]: undefined })}
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
  );
}

function nameOf(name: FilterName): string {
  const names: Record<FilterName, string> = {
    q: text.market.search,
    accelerator: text.market.accelerator,
    vendor: text.market.vendor,
    provider: text.market.provider,
    region: text.market.region,
    country: text.market.country,
    capacityType: text.market.capacity,
    certification: text.market.certification,
    minAccelerators: text.market.minAccelerators,
    maxAccelerators: text.market.maxAccelerators,
    minMemoryGib: text.market.minMemory,
    freshness: text.market.freshness,
  };
  return names[name];
}

function show(name: FilterName, value: string | number): string {
  if (name === 'accelerator') return acceleratorName(String(value));
  if (name === 'vendor') return text.vendor[String(value)] ?? String(value);
  if (name === 'country') return format.country(String(value));
  if (name === 'capacityType') return text.capacityType[value as keyof typeof text.capacityType];
  if (name === 'freshness') return text.freshness[value as keyof typeof text.freshness];
  return String(value);
}
