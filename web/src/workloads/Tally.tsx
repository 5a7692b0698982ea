import type { ReactNode } from 'react';
import type { Workload } from '../api/types';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { useSeconds } from '../shell/useNow';
import { hasEnded, secondsRun } from './state';

export function Tally({ workload }: { workload: Workload }) {
  const now = useSeconds();
  const seconds = secondsRun(workload, now);
  const { lease, costs, carbonGrams, energyKilowattHours } = workload;
  const ended = hasEnded(workload.state);
  const missing = ended ? text.none : text.workload.notYet;
  const metered = workload.startedAt !== null;
  return (
    <dl className="figures">
      <Figure name={text.workload.cost(ended)} testId="cost">
        {costs.length > 0 ? format.moneys(costs) : missing}
      </Figure>
      <Figure name={text.workload.carbon(ended)} testId="carbon">
        {metered ? `${format.grams(carbonGrams)} ${text.run.gramsUnit}` : missing}
      </Figure>
      <Figure name={text.workload.energy(ended)} testId="energy">
        {metered ? format.kilowattHours(energyKilowattHours) : missing}
      </Figure>
      <Figure name={text.workload.duration} testId="duration">
        {seconds === null ? missing : format.duration(seconds)}
      </Figure>
      <Figure name={text.workload.lease} testId="lease">
        {lease ? (
          <>
            {lease.provider} · {lease.region}
            <small>
              {lease.instanceType}, {format.money(lease.rate)}
              {text.market.perHour}
              {lease.nodes > 1 && ` ${text.workload.eachNode}`}
            </small>
          </>
        ) : (
          text.none
        )}
      </Figure>
    </dl>
  );
}

function Figure({ name, testId, children }: { name: string; testId: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-testid={testId}>{children}</dd>
    </div>
  );
}
