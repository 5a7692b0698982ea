import { useApi } from '../api/context';
import type { CarbonHour } from '../api/types';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { PartNotice } from '../shell/Notice';
import { useNow } from '../shell/useNow';
import { CarbonChart } from './CarbonChart';

const t = text.carbonHours;
const EVERY_MS = 10 * 60_000;
const HOUR_MS = 3_600_000;

/** How clean a grid was, is and will be, hour by hour, where a feed tells it. */
export function CarbonHours({ zone }: { zone: string }) {
  const api = useApi();
  const now = useNow();
  const { data, problem, reload } = useResource(
    `carbon hours ${zone}`,
    (signal) => api.carbonHours(zone, signal),
    EVERY_MS,
  );
  const hours = data?.items ?? [];
  const cleanest = cleanestAhead(hours, now);
  return (
    <div className="carbon-hours" data-testid="carbon-hours">
      <h3>{t.title}</h3>
      {problem && <PartNotice problem={problem} onRetry={reload} />}
      {!data && !problem && <p role="status">{text.loading}</p>}
      {data && hours.length === 0 && <p className="hint">{t.none}</p>}
      {data && hours.length > 0 && (
        <>
          <CarbonChart hours={hours} now={now} />
          {cleanest && (
            <p>
              <strong>
                {t.cleanest(
                  format.moment(cleanest.from),
                  format.decimal(cleanest.gramsPerKilowattHour),
                )}
              </strong>
            </p>
          )}
          <p className="hint">
            {t.method(
              data.sources.join(', '),
              data.basis.replaceAll('_', ' '),
              data.issuedAt ? t.issued(format.moment(data.issuedAt)) : '',
            )}
          </p>
          <details>
            <summary>{t.table}</summary>
            <HourTable hours={hours} />
          </details>
        </>
      )}
    </div>
  );
}

export function cleanestAhead(hours: CarbonHour[], now: number): CarbonHour | null {
  const ahead = hours.filter(({ from }) => Date.parse(from) + HOUR_MS > now);
  return ahead.reduce<CarbonHour | null>(
    (best, hour) =>
      best === null || hour.gramsPerKilowattHour < best.gramsPerKilowattHour ? hour : best,
    null,
  );
}

function HourTable({ hours }: { hours: CarbonHour[] }) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.title}>
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{t.hour}</th>
            <th scope="col" className="figure">
              {t.grams}
            </th>
            <th scope="col">{text.truth.whose}</th>
          </tr>
        </thead>
        <tbody>
          {hours.map(({ from, gramsPerKilowattHour, kind }) => (
            <tr key={from}>
              <td>{format.moment(from)}</td>
              <td className="figure">{format.decimal(gramsPerKilowattHour)}</td>
              <td>{t.kind[kind]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
