import { useApi } from '../api/context';
import type { Demand } from '../api/types';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Badge, ProblemNotice, type Tone } from '../shell/Notice';

const t = text.sites;
const LOOK_EVERY_MS = 15_000;

type Seen = Demand['orders'][number];

const tone: Record<Seen['outcome'], Tone> = {
  won: 'good',
  standing: 'live',
  lost: 'warn',
  refused: 'calm',
};

/** What was asked of the site, and what others would have been paid for it. */
export function DemandPanel({ siteId }: { siteId: string }) {
  const api = useApi();
  const { data, problem, reload } = useResource(
    `demand ${siteId}`,
    (signal) => api.demand(siteId, signal),
    LOOK_EVERY_MS,
  );
  return (
    <section aria-labelledby="demand">
      <h2 id="demand">{t.demand}</h2>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {data && (
        <p>{data.asked === 0 ? t.noDemand : t.demandLead(data.asked, data.bid, data.won)}</p>
      )}
      {data && (data.market.length > 0 || data.shadowPrices.length > 0) && (
        <ul className="plain" data-testid="market-pays">
          {data.market.map((pays) => (
            <li key={pays.unit + pays.median.currency}>
              {t.pays(
                pays.unit,
                format.exactMoney(pays.median),
                format.exactMoney(pays.highest),
                pays.orders,
              )}
            </li>
          ))}
          {data.shadowPrices.map((price, place) => (
            <li key={place}>{t.scarce(price.name, price.unit, format.money(price.worth))}</li>
          ))}
        </ul>
      )}
      {data && data.orders.length > 0 && <Orders orders={data.orders} />}
    </section>
  );
}

function Orders({ orders }: { orders: Seen[] }) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.ordersThatAsked}>
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{t.asked}</th>
            <th scope="col">{t.wanted}</th>
            <th scope="col">{t.outcome}</th>
            <th scope="col">{t.ownBid}</th>
            <th scope="col">{t.best}</th>
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <tr key={order.bid} data-testid="asked">
              <th scope="row">{format.moment(order.askedAt)}</th>
              <td className="sentence">
                <code>{JSON.stringify(order.wanted)}</code>{' '}
                {t.forHours(order.quantity, order.hours)}
              </td>
              <td className="sentence">
                <Badge tone={tone[order.outcome]}>{t.outcomes[order.outcome]}</Badge> {order.why}
              </td>
              <td>{order.price ? format.exactMoney(order.price) : text.none}</td>
              <td>
                {order.otherPrice
                  ? `${format.exactMoney(order.otherPrice)} · ${order.otherSeller ?? ''}`
                  : text.none}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
