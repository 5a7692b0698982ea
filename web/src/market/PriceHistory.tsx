import { useId, useState } from 'react';
import { useApi } from '../api/context';
import type { Money, Offer, PricePoint } from '../api/types';
import { useResource } from '../api/useResource';
import { approximately, format } from '../i18n/format';
import { text } from '../i18n/text';
import { ProblemNotice } from '../shell/Notice';
import { Link } from '../shell/router';
import { alertHref } from './alertHref';
import { PriceChart } from './PriceChart';

type Scope = 'here' | 'everywhere';

interface PriceHistoryProps {
  offer: Offer;
  model: string;
  heading?: 'h2' | 'h3';
}

/** What an hour of this accelerator has cost: at this seller in this region, or on the whole market. */
export function PriceHistory({ offer, model, heading: Heading = 'h3' }: PriceHistoryProps) {
  const api = useApi();
  const name = useId();
  const [scope, setScope] = useState<Scope>('here');
  const { capacityType, provider, region } = offer;
  const place = scope === 'here' ? { provider, region: `${provider}/${region}` } : {};
  const query = { accelerator: model, capacityType, ...place };
  const { data, problem, reload } = useResource(`prices ${JSON.stringify(query)}`, (signal) =>
    api.prices(query, signal),
  );
  const t = text.history;
  return (
    <section className="history" aria-labelledby={`${name}-title`} data-testid="price-history">
      <Heading id={`${name}-title`}>
        {t.title(model, text.capacityType[capacityType])}
      </Heading>
      <div className="segments" role="radiogroup" aria-label={t.scope}>
        {(['here', 'everywhere'] as const).map((each) => (
          <label key={each}>
            <input
              type="radio"
              name={name}
              checked={scope === each}
              onChange={() => setScope(each)}
            />
            <span>{each === 'here' ? `${provider} · ${region}` : t.everywhere}</span>
          </label>
        ))}
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
