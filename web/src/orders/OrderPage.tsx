import { useApi } from '../api/context';
import type { Bid, Order } from '../api/types';
import { useAction } from '../api/useAction';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Badge, ProblemNotice, type Tone } from '../shell/Notice';
import { Page } from '../shell/Page';
import { Link } from '../shell/router';
import { orderTone } from './OrdersPage';

const t = text.orders;
const LOOK_EVERY_MS = 5_000;

const bidTone: Record<Bid['state'], Tone> = { standing: 'live', accepted: 'good', refused: 'calm' };

/** One order: its bids among everybody's offers, and what came of them. */
export default function OrderPage({ id }: { id: string }) {
  const api = useApi();
  const { data: order, problem, loading, reload } = useResource(
    `order ${id}`,
    (signal) => api.order(id, signal),
    LOOK_EVERY_MS,
  );
  const { busy, refusal, act } = useAction(reload);
  return (
    <Page
      title={order?.name ?? t.title}
      aside={order && <Badge tone={orderTone[order.state]}>{t.states[order.state]}</Badge>}
    >
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {refusal && <ProblemNotice problem={refusal} />}
      {!order && loading && <p role="status">{text.loading}</p>}
      {order && (
        <>
          <p className="lead">
            {t.forHours(order.quantity, order.hours)}. {t.until(format.moment(order.bidsUntil))}
          </p>
          {order.ranking.length > 0 && (
            <Ranking
              order={order}
              busy={busy}
              onAccept={(bid) => void act(() => api.acceptBid(order.id, bid))}
            />
          )}
          <Bids bids={order.bids} />
          {order.state === 'open' && (
            <button
              type="button"
              className="button"
              disabled={busy}
              onClick={() => void act(() => api.cancelOrder(order.id))}
            >
              {t.cancel}
            </button>
          )}
        </>
      )}
    </Page>
  );
}

interface RankingProps {
  order: Order;
  busy: boolean;
  onAccept(bid: string): void;
}

function Ranking({ order, busy, onAccept }: RankingProps) {
  return (
    <section>
      <h2>{t.ranking}</h2>
      <p>{t.rankingLead}</p>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t.ranking}>
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">{t.who}</th>
              <th scope="col">{t.price}</th>
              <th scope="col">{t.total}</th>
              <th scope="col">{t.why}</th>
              <th scope="col">{t.state}</th>
            </tr>
          </thead>
          <tbody>
            {order.ranking.map(({ bid, candidate }) => (
              <tr key={candidate.offer.id} data-testid="ranked">
                <th scope="row">
                  {candidate.offer.provider}
                  <small>
                    {candidate.offer.region} · {candidate.offer.instanceType}
                  </small>
                </th>
                <td>{format.money(candidate.pricePerHour)}</td>
                <td>{format.money(candidate.cost.total)}</td>
                <td className="sentence">{candidate.why}</td>
                <td>
                  {bid && (
                    <button
                      type="button"
                      className="button button-primary"
                      aria-label={t.acceptOf(candidate.offer.provider)}
                      disabled={busy}
                      onClick={() => onAccept(bid)}
                    >
                      {t.accept}
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Bids({ bids }: { bids: Bid[] }) {
  return (
    <section aria-labelledby="bids">
      <h2 id="bids">{t.bids}</h2>
      <ul className="plain">
        {bids.map((bid) => (
          <li key={bid.id} data-testid="bid">
            <Badge tone={bidTone[bid.state]}>{t.bidStates[bid.state]}</Badge> {bid.seller}
            {bid.price && `, ${format.exactMoney(bid.price)}`}
            {bid.listPrice && ` (${t.listed(format.exactMoney(bid.listPrice))})`}: {bid.why}{' '}
            {bid.workloads.map((workload) => (
              <Link key={workload} href={`/workloads/${workload}`}>
                {t.workload(workload)}
              </Link>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
