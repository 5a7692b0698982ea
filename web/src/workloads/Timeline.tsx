import type { Workload, WorkloadEvent } from '../api/types';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { saysTheSame } from './state';

interface Step {
  key: string;
  at: string;
  title: string;
  detail: string | null;
}

export function Timeline({ workload, events }: { workload: Workload; events: WorkloadEvent[] }) {
  const steps = events.length > 0 ? events.map(asStep) : known(workload);
  return (
    <section>
      <h2>{text.workload.timeline}</h2>
      <ol className="timeline" data-testid="timeline">
        {steps.map((step) => (
          <li key={step.key}>
            <time dateTime={step.at} title={format.moment(step.at)}>
              {format.time(step.at)}
            </time>
            <span>
              <strong>{step.title}</strong>
              {step.detail && !saysTheSame(step.detail, step.title) && <small>{step.detail}</small>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function asStep(event: WorkloadEvent): Step {
  return { key: String(event.seq), at: event.at, title: named(event.type), detail: event.detail };
}

/** Until the stream of events has answered, what the workload itself tells. */
function known(workload: Workload): Step[] {
  const steps: Step[] = [
    { key: 'created', at: workload.createdAt, title: text.workload.submitted, detail: null },
  ];
  if (workload.startedAt) {
    const title = text.workloadState.running;
    steps.push({ key: 'started', at: workload.startedAt, title, detail: null });
  }
  if (workload.endedAt) {
    const title = text.workloadState[workload.state];
    steps.push({ key: 'ended', at: workload.endedAt, title, detail: workload.reason });
  }
  return steps;
}

function named(type: string): string {
  const states: Record<string, string> = text.workloadState;
  const word = type.split('.').at(-1) ?? type;
  return states[word] ?? type.replace(/[._]/g, ' ').replace(/^./, (c) => c.toUpperCase());
}
