import { useApi } from '../api/context';
import type { Workload } from '../api/types';
import { useResource } from '../api/useResource';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { PartNotice } from '../shell/Notice';

const EVERY_MS = 60_000;

/** Where it would be cheaper now. Nothing is shown where nothing would be won. */
export function Moves({ workload }: { workload: Workload }) {
  const api = useApi();
  const { data, problem, reload } = useResource(
    `proposals ${workload.id}`,
    (signal) => api.proposals(workload.id, signal),
    EVERY_MS,
  );
  if (problem && !data) return <PartNotice problem={problem} onRetry={reload} />;
  if (!data || data.items.length === 0) return null;
  return (
    <section>
      <h2>{text.workload.moves}</h2>
      <p className="hint">{text.workload.movesBody}</p>
      <ul data-testid="moves">
        {data.items.map((move) => (
          <li key={move.offer}>
            <strong>
              {move.instanceType} · {move.provider} · {move.region},{' '}
              {format.money(move.pricePerHour)}
              {text.market.perHour}
            </strong>{' '}
            {text.workload.disruption(
              format.money(move.disruption),
              format.duration(move.lostSeconds + move.startSeconds),
            )}{' '}
            {move.saving
              ? text.workload.saving(format.money(move.saving))
              : text.workload.breakEven(format.duration(move.breakEvenSeconds))}
          </li>
        ))}
      </ul>
    </section>
  );
}
