import { earningsFile } from '../api/client';
import { useApi } from '../api/context';
import type { Earnings, Payout, Site } from '../api/types';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { ProblemNotice } from '../shell/Notice';
import { Link } from '../shell/router';

const t = text.sites;

type Dispute = Earnings['disputes'][number];

/** What the site earned by the day, and what was paid out of it. */
export function EarningsPanel({ site }: { site: Site }) {
  const api = useApi();
  const { data, problem, reload } = useResource(`earnings ${site.id}`, (signal) =>
    api.earnings(site.id, signal),
  );
  return (
    <section aria-labelledby="earnings">
      <h2 id="earnings">{t.earnings}</h2>
      <p>{t.earningsLead}</p>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {data?.days.length === 0 && <p>{t.noEarnings}</p>}
      {data && data.days.length > 0 && <Days earnings={data} />}
      <a href={earningsFile(site.id)} download>
        {t.earningsCsv}
      </a>
      <Payouts seller={site.provider} disputes={data?.disputes ?? []} />
    </section>
  );
}

function Days({ earnings }: { earnings: Earnings }) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.earningsByDay}>
      <table className="grid" data-testid="earnings">
        <thead>
          <tr>
            <th scope="col">{t.day}</th>
            <th scope="col">{t.unit}</th>
            <th scope="col">{t.unitHours}</th>
            <th scope="col">{t.gross}</th>
            <th scope="col">{t.take}</th>
            <th scope="col">{t.refunded}</th>
            <th scope="col">{t.net}</th>
            <th scope="col">{t.energy}</th>
          </tr>
        </thead>
        <tbody>
          {earnings.days.map((day) => (
            <tr key={day.day + day.unit + day.gross.currency}>
              <th scope="row">
                {day.day}
                <Disputed disputes={earnings.disputes.filter((one) => one.day === day.day)} />
              </th>
              <td>{day.unit}</td>
              <td>{format.decimal(day.unitHours)}</td>
              <td>{format.money(day.gross)}</td>
              <td>{format.money(day.take)}</td>
              <td>{format.money(day.refunded)}</td>
              <td>{format.money(day.net)}</td>
              <td>{format.kilowattHours(day.energyKilowattHours)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {earnings.totals.map((total) => (
            <tr key={total.gross.currency}>
              <th scope="row" colSpan={3}>
                {t.all(format.finePercent(total.takePercent / 100))}
              </th>
              <td>{format.money(total.gross)}</td>
              <td>{format.money(total.take)}</td>
              <td>{format.money(total.refunded)}</td>
              <td>{format.money(total.net)}</td>
              <td>{format.kilowattHours(earnings.energyKilowattHours)}</td>
            </tr>
          ))}
        </tfoot>
      </table>
    </div>
  );
}

/** Whether, and where, charges are disputed. */
function Disputed({ disputes }: { disputes: Dispute[] }) {
  if (disputes.length === 0) return null;
  const open = disputes.filter((one) => one.state === 'open').length;
  return (
    <>
      {' '}
      <Link href="/disputes">{t.disputed(disputes.length, open)}</Link>
    </>
  );
}

function Payouts({ seller, disputes }: { seller: string; disputes: Dispute[] }) {
  const api = useApi();
  const { data, problem } = useResource('payouts', (signal) => api.payouts(signal));
  const own = data?.items.filter((payout) => payout.seller === seller) ?? [];
  return (
    <>
      <h3>{t.payouts}</h3>
      {problem && <ProblemNotice problem={problem} />}
      {data && own.length === 0 && <p>{t.noPayouts}</p>}
      {own.length > 0 && <PayoutTable payouts={own} disputes={disputes} />}
    </>
  );
}

function PayoutTable({ payouts, disputes }: { payouts: Payout[]; disputes: Dispute[] }) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.payouts}>
      <table className="grid" data-testid="payouts">
        <thead>
          <tr>
            <th scope="col">{t.number}</th>
            <th scope="col">{t.month}</th>
            <th scope="col">{t.gross}</th>
            <th scope="col">{t.take}</th>
            <th scope="col">{t.paid}</th>
            <th scope="col">{t.disputes}</th>
          </tr>
        </thead>
        <tbody>
          {payouts.map((payout) => (
            <tr key={payout.id}>
              <th scope="row">{payout.number}</th>
              <td>{payout.month}</td>
              <td>{format.money(payout.gross)}</td>
              <td>{format.money(payout.take)}</td>
              <td>{format.money(payout.total)}</td>
              <td>
                <Disputed disputes={disputes.filter((one) => one.day.startsWith(payout.month))} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
