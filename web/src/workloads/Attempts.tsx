import type { Attempt } from '../api/types';
import { format } from '../i18n/format';
import { text } from '../i18n/text';

export function Attempts({ attempts }: { attempts: Attempt[] }) {
  return (
    <section>
      <h2>{text.workload.attempts}</h2>
      <ol className="attempts" data-testid="attempts">
        {attempts.map((attempt, i) => (
          <li key={`${attempt.lease}${attempt.at}`}>
            <strong>
              {text.workload.attempt(i + 1)}: {attempt.outcome.replace(/_/g, ' ')}
            </strong>
            <span>
              {attempt.nodes > 1 && `${text.workload.manyNodes(format.integer(attempt.nodes))}: `}
              {attempt.provider} · {attempt.region} · {attempt.instanceType}
              {attempt.pricePerHour &&
                ` · ${format.money(attempt.pricePerHour)}${text.market.perHour}`}
            </span>
            {attempt.reason && <small>{attempt.reason}</small>}
            <time dateTime={attempt.at}>{format.moment(attempt.at)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}
