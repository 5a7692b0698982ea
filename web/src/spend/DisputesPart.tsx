import { useApi } from '../api/context';
import type { Dispute } from '../api/types';
import { usePages } from '../api/usePages';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { Listed } from '../shell/Listed';
import { Badge, Empty, type Tone } from '../shell/Notice';

const t = text.disputes;
const LOOK_AGAIN_MS = 10_000;
const TONES: Record<Dispute['state'], Tone> = { open: 'warn', granted: 'good', refused: 'calm' };

/** Charges that are said to be wrong, and what became of it. Not shown to those who may not see money. */
export function DisputesPart() {
  const api = useApi();
  const pages = usePages('disputes', (_, signal) => api.disputes(signal), LOOK_AGAIN_MS);
  if (pages.problem?.status === 403) return null;
  return (
    <section>
      <h2>{t.title}</h2>
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
    </section>
  );
}

function Table({ items }: { items: Dispute[] }) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t.title}>
      <table className="grid" data-testid="disputes">
        <thead>
          <tr>
            <th scope="col">{t.what}</th>
            <th scope="col">{t.amount}</th>
            <th scope="col">{t.reason}</th>
            <th scope="col">{t.state}</th>
            <th scope="col">{t.givenBack}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((dispute) => (
            <tr key={dispute.id} data-testid="dispute">
              <th scope="row">
                {text.spend.leaseOf(dispute.lease)}
                <small>{format.span(dispute.from, dispute.to)}</small>
              </th>
              <td>{format.money(dispute.amount)}</td>
              <td className="sentence">
                <bdi>{dispute.reason}</bdi>
                <small>{t.opened(dispute.openedBy, format.moment(dispute.openedAt))}</small>
              </td>
              <td className="sentence">
                <Badge tone={TONES[dispute.state]}>{t.states[dispute.state]}</Badge>
                {dispute.decision && <small>{dispute.decision}</small>}
              </td>
              <td>
                {dispute.granted ? format.money(dispute.granted) : text.none}
                {dispute.granted && dispute.decidedAt && (
                  <small>{format.date(dispute.decidedAt)}</small>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
