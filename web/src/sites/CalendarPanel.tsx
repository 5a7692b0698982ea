import { useState } from 'react';
import { useApi } from '../api/context';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { ProblemNotice } from '../shell/Notice';
import { days, type CalendarMachine, type Span } from './calendar';

const t = text.sites;
const LOOK_EVERY_MS = 60_000;
const WEEK = 7;

const states: Span['state'][] = ['offered', 'leased', 'maintenance', 'closed', 'unpriced'];

/**
 * What of each machine is for tenants, hour by hour: as a picture, and as a table.
 *
 * It is read again whenever `version` changes: with the asks, the announcements and the machines.
 */
export function CalendarPanel({ siteId, version = '' }: { siteId: string; version?: string }) {
  const api = useApi();
  const [weeks, setWeeks] = useState(1);
  const { data, problem, reload } = useResource(
    `calendar ${siteId} ${weeks}`,
    (signal) => api.calendar(siteId, weeks * WEEK, signal),
    LOOK_EVERY_MS,
    version,
  );
  return (
    <section aria-labelledby="calendar">
      <h2 id="calendar">{t.calendar}</h2>
      <p>{t.calendarLead}</p>
      <label className="field field-row">
        <span>{t.ahead}</span>
        <select value={weeks} onChange={(event) => setWeeks(Number(event.target.value))}>
          {[1, 2, 4].map((count) => (
            <option key={count} value={count}>
              {t.weeks(count)}
            </option>
          ))}
        </select>
      </label>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {data?.machines.length === 0 && <p>{t.noHardware}</p>}
      {data && data.machines.length > 0 && <Legend />}
      {data?.machines.map((machine) => <Machine key={machine.agent} machine={machine} />)}
    </section>
  );
}

function Legend() {
  return (
    <ul className="calendar-legend">
      {states.map((state) => (
        <li key={state}>
          <span className={`calendar-hour ${state}`} aria-hidden="true">
            {t.calendarMarks[state]}
          </span>{' '}
          {t.calendarStates[state]}
        </li>
      ))}
    </ul>
  );
}

function Machine({ machine }: { machine: CalendarMachine }) {
  const name = t.devices(machine.units, machine.unit);
  return (
    <div data-testid="calendar-machine">
      <h3>{name}</h3>
      <Picture machine={machine} />
      <details>
        <summary>{t.asTable}</summary>
        <Spans machine={machine} name={name} />
      </details>
    </div>
  );
}

/** The table beside it says the same, so that nobody has to see colours. */
function Picture({ machine }: { machine: CalendarMachine }) {
  return (
    <div className="scroll-x" aria-hidden="true">
      <div className="calendar">
        {days(machine.spans).map(({ day, hours }) => (
          <div key={day} className="calendar-day">
            <span>{format.date(`${day}T12:00:00Z`)}</span>
            {hours.map((span, hour) => (
              <span
                key={hour}
                className={`calendar-hour ${span?.state ?? 'past'}`}
                title={span ? `${hour}:00 UTC · ${said(span)}` : undefined}
              >
                {span && mark(span)}
              </span>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

/** How many units can be had, or why none. */
function mark(span: Span): string {
  return span.state === 'offered' ? String(span.offered) : t.calendarMarks[span.state];
}

function said(span: Span): string {
  const price = span.price ? ` · ${format.exactMoney(span.price)}` : '';
  return `${t.calendarStates[span.state]}${price} · ${span.why}`;
}

function Spans({ machine, name }: { machine: CalendarMachine; name: string }) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.calendarOf(name)}>
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{t.from}</th>
            <th scope="col">{t.lasts}</th>
            <th scope="col">{t.state}</th>
            <th scope="col">{t.offered}</th>
            <th scope="col">{t.leased}</th>
            <th scope="col">{t.unitPrice}</th>
            <th scope="col">{t.reason}</th>
          </tr>
        </thead>
        <tbody>
          {machine.spans.map((span) => (
            <tr key={span.from} data-testid="calendar-span">
              <th scope="row">{format.moment(span.from)}</th>
              <td>{format.duration(span.hours * 3600)}</td>
              <td>{t.calendarStates[span.state]}</td>
              <td>{span.offered}</td>
              <td>{span.leased}</td>
              <td>
                {span.price ? format.exactMoney(span.price) : text.none}
                {span.spot && ` · ${t.spot(format.exactMoney(span.spot))}`}
              </td>
              <td className="sentence">{span.why}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
