import { useEffect, useRef } from 'react';
import type { Region, RegionQuery } from '../api/types';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Link } from '../shell/router';
import { dollars, type Spot } from './places';

interface SpotTableProps {
  spots: Spot[];
  query: RegionQuery;
  byPrice: boolean;
  chosen: string | null;
  onChoose(key: string | null): void;
}

/** The same as the drawing, to read; a row opens into the sellers of its city. */
export function SpotTable({ spots, query, byPrice, chosen, onChoose }: SpotTableProps) {
  const sorted = [...spots].sort((a, b) => worth(a, byPrice) - worth(b, byPrice));
  const withUsers = spots.some((spot) => spot.roundTripMs !== null);
  return (
    <div className="map-list" role="region" aria-label={text.map.list} tabIndex={0}>
      <table className="sums">
        <thead>
          <tr>
            <th scope="col">{text.map.place}</th>
            <th scope="col">{text.map.offers}</th>
            <th scope="col" title={text.map.priceMeaning}>
              {text.map.price}
            </th>
            <th scope="col" title={text.map.carbonMeaning}>
              {text.map.carbon}
            </th>
            {withUsers && (
              <th scope="col" title={text.map.roundTripMeaning}>
                {text.map.roundTrip}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {sorted.map((spot) => (
            <Row
              key={spot.key}
              spot={spot}
              query={query}
              withUsers={withUsers}
              open={spot.key === chosen}
              onToggle={() => onChoose(spot.key === chosen ? null : spot.key)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  spot: Spot;
  query: RegionQuery;
  withUsers: boolean;
  open: boolean;
  onToggle(): void;
}

function Row({ spot, query, withUsers, open, onToggle }: RowProps) {
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (open) row.current?.scrollIntoView?.({ block: 'nearest' });
  }, [open]);
  return (
    <>
      <tr ref={row} className={open ? 'map-open' : undefined} data-testid="spot-row">
        <th scope="row">
          <button type="button" className="link" aria-expanded={open} onClick={onToggle}>
            {spot.city}
          </button>
          <small>{spot.country && format.country(spot.country)}</small>
        </th>
        <td>{format.integer(spot.offers)}</td>
        <td>{spot.price === null ? text.none : format.money(dollars(spot.price))}</td>
        <td>{spot.grams === null ? text.none : format.integer(spot.grams)}</td>
        {withUsers && (
          <td>{spot.roundTripMs === null ? text.none : format.milliseconds(spot.roundTripMs)}</td>
        )}
      </tr>
      {open &&
        spot.regions
          .filter((region) => region.offers > 0)
          .map((region) => (
            <tr key={`${region.provider}/${region.name}`} className="map-region">
              <th scope="row">
                <Link href={marketHref(region, query)}>
                  {region.provider} {region.name}
                </Link>
              </th>
              <td>{format.integer(region.offers)}</td>
              <td>
                {region.fromPricePerHour ? format.money(region.fromPricePerHour) : text.none}
              </td>
              <td title={region.carbonSource ?? undefined}>
                {region.gramsPerKilowattHour === null
                  ? text.none
                  : format.integer(region.gramsPerKilowattHour)}
              </td>
              {withUsers && <td>{roundTrip(region)}</td>}
            </tr>
          ))}
    </>
  );
}

function roundTrip({ roundTripMs, roundTripMeasured }: Region): string {
  if (roundTripMs === null) return text.none;
  const shown = format.milliseconds(roundTripMs);
  return roundTripMeasured ? shown : text.map.reckoned(shown);
}

function marketHref(region: Region, query: RegionQuery): string {
  const kept = new URLSearchParams({ q: region.name, provider: region.provider });
  if (query.accelerator) kept.set('accelerator', query.accelerator);
  if (query.capacityType) kept.set('capacityType', query.capacityType);
  return `/market?${kept}`;
}

function worth(spot: Spot, byPrice: boolean): number {
  return (byPrice ? spot.price : spot.grams) ?? Infinity;
}
