import { geoCircle, geoGraticule10, geoNaturalEarth1, geoPath, type GeoPermissibleObjects } from 'd3-geo';
import { useMemo } from 'react';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlas from 'world-atlas/countries-110m.json';
import type { Reach } from '../api/types';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { dollars, classOf, radiusOf, type Spot } from './places';

const WIDTH = 960;
const HEIGHT = 480;
const KILOMETRES_A_DEGREE = 111.195;

const topology = atlas as unknown as Topology<{ countries: GeometryCollection }>;
const countries = feature(topology, topology.objects.countries);

export type View = 'world' | 'europe' | 'america' | 'asia';

/** South-west and north-east corner; of the world, where people live. */
const CORNERS: Record<View, [[number, number], [number, number]]> = {
  world: [
    [-168, -50],
    [178, 74],
  ],
  europe: [
    [-12, 35],
    [32, 66],
  ],
  america: [
    [-128, 22],
    [-62, 54],
  ],
  asia: [
    [66, -12],
    [148, 48],
  ],
};

interface WorldMapProps {
  spots: Spot[];
  reach: Reach | null;
  view: View;
  steps: number[];
  valueOf(spot: Spot): number | null;
  chosen: string | null;
  onChoose(key: string | null): void;
}

/** For the eye and the pointer; everything in it is also in the table beside it, for the keyboard. */
export function WorldMap({ spots, reach, view, steps, valueOf, chosen, onChoose }: WorldMapProps) {
  const { projection, path } = useMemo(() => projectionOf(view), [view]);
  const land = useMemo(
    () => countries.features.map((country, i) => ({ key: `${i}`, d: path(country) ?? '' })),
    [path],
  );
  const most = Math.max(0, ...spots.map((spot) => spot.startable));
  return (
    <svg
      className="map"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={text.map.drawing}
      data-testid="map"
    >
      <path className="map-sea" d={path({ type: 'Sphere' }) ?? ''} />
      <path className="map-grid" d={path(geoGraticule10()) ?? ''} />
      {land.map((country) => (
        <path key={country.key} className="map-land" d={country.d} />
      ))}
      {reach && <Rings reach={reach} path={path} projection={projection} />}
      {spots.map((spot) => {
        const at = projection([spot.longitude, spot.latitude]);
        if (!at || !within(at)) return null;
        const rank = classOf(valueOf(spot), steps);
        const kind = spot.offers === 0 ? 'none' : (rank ?? 'unknown');
        const choose = () => onChoose(chosen === spot.key ? null : spot.key);
        return (
          <circle
            key={spot.key}
            className={`spot spot-${kind} ${chosen === spot.key ? 'spot-chosen' : ''}`}
            cx={at[0]}
            cy={at[1]}
            r={radiusOf(spot.startable, most)}
            onClick={spot.offers > 0 ? choose : undefined}
          >
            <title>{nameOf(spot)}</title>
          </circle>
        );
      })}
    </svg>
  );
}

function Rings({
  reach,
  path,
  projection,
}: {
  reach: Reach;
  path: (shape: GeoPermissibleObjects) => string | null;
  projection: (point: [number, number]) => [number, number] | null;
}) {
  const centre: [number, number] = [reach.longitude, reach.latitude];
  const at = projection(centre);
  return (
    <g className="rings" data-testid="rings" aria-hidden="true">
      {reach.rings.map((ring) => {
        const degrees = ring.kilometres / KILOMETRES_A_DEGREE;
        if (degrees <= 0 || degrees >= 180) return null;
        const label = labelOf(reach, degrees, projection);
        return (
          <g key={ring.milliseconds}>
            <path d={path(geoCircle().center(centre).radius(degrees).precision(3)()) ?? ''} />
            {label && (
              <text x={label[0]} y={label[1] - 3} textAnchor="middle">
                {format.milliseconds(ring.milliseconds)}
              </text>
            )}
          </g>
        );
      })}
      {at && <path className="users" d={`M${at[0]} ${at[1] - 8}l6 8-6 8-6-8z`} />}
    </g>
  );
}

/** On the ring's northern end, else on its southern one, where the drawing shows it. */
function labelOf(
  { latitude, longitude }: Reach,
  degrees: number,
  projection: (point: [number, number]) => [number, number] | null,
): [number, number] | null {
  for (const end of [latitude + degrees, latitude - degrees]) {
    const at = Math.abs(end) < 80 ? projection([longitude, end]) : null;
    if (at && within(at)) return at;
  }
  return null;
}

function nameOf(spot: Spot): string {
  return [
    spot.country ? `${spot.city}, ${format.country(spot.country)}` : spot.city,
    text.market.total(format.integer(spot.offers), spot.offers),
    spot.startable < spot.offers && text.map.startable(format.integer(spot.startable)),
    spot.price !== null && text.map.from(format.money(dollars(spot.price))),
    spot.grams !== null && text.map.grams(format.integer(spot.grams)),
    spot.roundTripMs !== null && format.milliseconds(spot.roundTripMs),
  ]
    .filter(Boolean)
    .join(' · ');
}

function within([x, y]: [number, number]): boolean {
  return x >= 0 && x <= WIDTH && y >= 0 && y <= HEIGHT;
}

function projectionOf(view: View) {
  const projection = geoNaturalEarth1();
  const frame: [[number, number], [number, number]] = [
    [8, 8],
    [WIDTH - 8, HEIGHT - 8],
  ];
  const [[west, south], [east, north]] = CORNERS[view];
  projection.rotate([-(west + east) / 2, 0]).fitExtent(frame, {
    type: 'MultiPoint',
    coordinates: [
      [west, south],
      [west, north],
      [east, south],
      [east, north],
    ],
  });
  return { projection, path: geoPath(projection) };
}
