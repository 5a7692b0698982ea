import { useId, useState } from 'react';
import { useApi } from '../api/context';
import type { Money, Offer, PricePoint } from '../api/types';
import { useResource } from '../api/useResource';
import { approximately, format } from '../i18n/format';
import { text } from '../i18n/text';
import { ProblemNotice } from '../shell/Notice';
import { Link } from '../shell/router';
import { useNow } from '../shell/useNow';
import { alertHref } from './alertHref';
import { PriceChart } from './PriceChart';

const SCOPES = ['here', 'everywhere'] as const;
type Scope = (typeof SCOPES)[number];

/** In days; the server begins where its record begins. The first is what it tells unasked. */
const SPANS = [30, 365, 1825] as const;
type Span = (typeof SPANS)[number];
const DAY_MS = 86_400_000;

interface PriceHistoryProps {
  offer: Offer;
  model: string;
  heading?: 'h2' | 'h3';
}

/** What an hour of this accelerator has cost: at this seller in this region, or on the whole market. */
export function PriceHistory({ offer, model, heading: Heading = 'h3' }: PriceHistoryProps) {
  const api = useApi();
  const name = useId();
  const now = useNow();
  const [scope, setScope] = useState<Scope>('here');
  const [span, setSpan] = useState<Span>(SPANS[0]);
  const { capacityType, provider, region } = offer;
  const place = scope === 'here' ? { provider, region: `${provider}/${region}` } : {};
  const day = Math.floor(now / DAY_MS) * DAY_MS;
  const begin = span === SPANS[0] ? {} : { from: new Date(day - span * DAY_MS).toISOString() };
  const query = { accelerator: model, capacityType, ...place, ...begin };
  const { data, problem, reload } = useResource(`prices ${JSON.stringify(query)}`, (signal) =>
    api.prices(query, signal),
  );
  const t = text.history;
  return (
    <section className="history" aria-labelledby={`${name}-title`} data-testid="price-history">
      <Heading id={`${name}-title`}>
        {t.title(model, text.capacityType[capacityType])}
      </Heading>
      <div className="history-choices">
        <Segments
          label={t.scope}
          name={name}
          values={SCOPES}
          value={scope}
          show={(each) => (each === 'here' ? `${provider} · ${region}` : t.everywhere)}
          onPick={(each) => setScope(each)}
        />
        <Segments
          label={t.over}
          name={`${name}-span`}
          values={SPANS}
          value={span}
          show={(each) => t.spans[each]}
          onPick={(each) => setSpan(each)}
        />
      </div>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {!data && !problem && <p role="status">{text.loading}</p>}
      {data && (
        <>
          <Now min={data.now.min} median={data.now.median} />
          {hasChanged(data.points) ? (
            <PriceChart points={data.points} />
          ) : (
            <p className="hint" data-testid="no-history">
              {unchanged(data.points)}
            </p>
          )}
          <p>
            <Link href={alertHref(offer, model)}>{text.alerts.alertMe}</Link>
          </p>
        </>
      )}
    </section>
  );
}

interface SegmentsProps<T extends string | number> {
  label: string;
  name: string;
  values: readonly T[];
  value: T;
  show(value: T): string;
  onPick(value: T): void;
}

function Segments<T extends string | number>(props: SegmentsProps<T>) {
  const { label, name, values, value, show, onPick } = props;
  return (
    <div className="segments" role="radiogroup" aria-label={label}>
      {values.map((each) => (
        <label key={each}>
          <input
            type="radio"
            name={name}
            checked={value === each}
            onChange={() => onPick(each)}
          />
          <span>{show(each)}</span>
        </label>
      ))}
    </div>
  );
}

function Now({ min, median }: { min: Money | null; median: Money | null }) {
  const t = text.history;
  return (
    <p className="history-now">
      <span className="line-min">
        {t.min} <strong>{min ? format.money(min) : text.none}</strong>
      </span>
      <span className="line-median">
        {t.median} <strong>{median ? format.money(median) : text.none}</strong>
      </span>
    </p>
  );
}

function hasChanged(points: PricePoint[]): boolean {
  const [first] = points;
  return points.some(
    ({ min, median }) =>
      approximately(min) !== approximately(first!.min) ||
      approximately(median) !== approximately(first!.median),
  );
}

function unchanged(points: PricePoint[]): string {
  const t = text.history;
  const [first] = points;
  return first ? t.unchanged(format.moment(first.at)) : t.none;
}
