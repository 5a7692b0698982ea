import { useState, type FormEvent } from 'react';
import { useApi } from '../api/context';
import type { Order } from '../api/types';
import { useAction } from '../api/useAction';
import { usePages } from '../api/usePages';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Listed } from '../shell/Listed';
import { Badge, Empty, ProblemNotice, type Tone } from '../shell/Notice';
import { Page } from '../shell/Page';
import { Link, navigate } from '../shell/router';

const t = text.orders;
const LOOK_EVERY_MS = 10_000;

const SAMPLE = `workload:
  name: finetune
  resources: { accelerators: H100:8 }
  run: python train.py
quantity: 1
hours: 72
`;

export const orderTone: Record<Order['state'], Tone> = {
  open: 'live',
  closed: 'calm',
  filled: 'good',
  cancelled: 'calm',
};

/** Requests for quotes, and a new one. */
export default function OrdersPage() {
  const api = useApi();
  const pages = usePages('orders', (cursor, signal) => api.orders(cursor, signal), LOOK_EVERY_MS);
  const [file, setFile] = useState(SAMPLE);
  const { busy, refusal, act } = useAction(pages.reload);

  async function place(event: FormEvent) {
    event.preventDefault();
    await act(async () => navigate(`/orders/${(await api.placeOrder(file)).id}`));
  }

  return (
    <Page title={t.title}>
      <p className="lead">{t.lead}</p>
      {refusal && <ProblemNotice problem={refusal} />}
      <form className="override-form" onSubmit={(event) => void place(event)}>
        <label className="field">
          <span>{t.file}</span>
          <textarea
            rows={8}
            spellCheck={false}
            value={file}
            onChange={(event) => setFile(event.currentTarget.value)}
          />
        </label>
        <button type="submit" className="button button-primary" disabled={busy}>
          {busy ? t.asking : t.ask}
        </button>
      </form>
      <Listed
        pages={pages}
        none={
          <Empty title={t.none}>
            <p>{t.noneBody}</p>
          </Empty>
        }
      >
        {(items) => <Table items={items} />}
      </Listed>
    </Page>
  );
}

function Table({ items }: { items: Order[] }) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.title}>
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{t.name}</th>
            <th scope="col">{t.state}</th>
            <th scope="col">{t.wanted}</th>
            <th scope="col">{t.running}</th>
            <th scope="col">{t.best}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((order) => (
            <tr key={order.id} data-testid="order">
              <th scope="row">
                <Link href={`/orders/${order.id}`}>
                  <bdi>{order.name}</bdi>
                </Link>
              </th>
              <td>
                <Badge tone={orderTone[order.state]}>{t.states[order.state]}</Badge>
              </td>
              <td>{t.forHours(order.quantity, order.hours)}</td>
              <td>{format.integer(order.accepted)}</td>
              <td>{best(order)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Bids come in the order in which they were ranked. */
function best(order: Order): string {
  const bid = order.bids.find((each) => each.price);
  return bid?.price ? `${bid.seller}, ${format.exactMoney(bid.price)}` : text.none;
}
