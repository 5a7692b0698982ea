import { useState } from 'react';
import { stringify } from 'yaml';
import { useApi } from '../api/context';
import type { Workload } from '../api/types';
import { useAction } from '../api/useAction';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { PlacementView } from '../run/PlacementView';
import { Badge, ProblemNotice } from '../shell/Notice';
import { Page } from '../shell/Page';
import { Link } from '../shell/router';
import { Attempts } from './Attempts';
import { Charges } from './Charges';
import { LogView } from './LogView';
import { Moves } from './Moves';
import { Nodes } from './Nodes';
import { Replicas } from './Replicas';
import { hasEnded, saysTheSame, stateTone } from './state';
import { Tally } from './Tally';
import { Timeline } from './Timeline';
import { useWorkload } from './useWorkload';
import { Utilisation } from './Utilisation';

export default function WorkloadPage({ id }: { id: string }) {
  const { data: workload, problem, loading, reload, events } = useWorkload(id);
  const title = workload?.name || id;
  return (
    <Page
      title={title}
      className="workload"
      aside={workload && <Actions workload={workload} onChange={reload} />}
    >
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {!workload && loading && <p role="status">{text.loading}</p>}
      {workload && (
        <>
          <p className="workload-state">
            <span role="status" data-testid="workload-state" data-state={workload.state}>
              <Badge tone={stateTone[workload.state]}>{text.workloadState[workload.state]}</Badge>
            </span>
            {outcomeOf(workload).map((sentence) => (
              <span key={sentence} data-testid="workload-reason">
                {sentence}
              </span>
            ))}
          </p>
          {workload.state === 'unplaced' ? (
            <>
              <Why workload={workload} />
              <Timeline workload={workload} events={events} />
            </>
          ) : (
            <>
              <Tally workload={workload} />
              <div className="workload-columns">
                <div className="workload-main">
                  {workload.service ? (
                    <Replicas
                      id={id}
                      service={workload.service}
                      ended={hasEnded(workload.state) || workload.state === 'cancelling'}
                      onChange={reload}
                    />
                  ) : (
                    <LogView workload={id} name={workload.name} ended={hasEnded(workload.state)} />
                  )}
                  {workload.state === 'running' && <Moves workload={workload} />}
                  {workload.nodes.length > 1 && <Nodes nodes={workload.nodes} />}
                  {workload.startedAt && (
                    <Utilisation workload={workload} ended={hasEnded(workload.state)} />
                  )}
                  <Charges workload={workload} />
                </div>
                <aside>
                  <Timeline workload={workload} events={events} />
                  {workload.attempts.length > 0 && <Attempts attempts={workload.attempts} />}
                </aside>
              </div>
              <Why workload={workload} />
            </>
          )}
          <details className="panel">
            <summary>
              <h2>{text.workload.spec}</h2>
            </summary>
            <pre className="code" data-testid="spec">
              {typeof workload.spec === 'string' ? workload.spec : stringify(workload.spec)}
            </pre>
          </details>
        </>
      )}
    </Page>
  );
}

/** What the name of the state does not say already, and nothing of it twice. */
function outcomeOf({ state, reason, exitCode }: Workload): string[] {
  const told = reason && !saysTheSame(reason, text.workloadState[state]) ? [reason] : [];
  if (exitCode === null || reason?.includes(text.workload.exit(exitCode))) return told;
  return [text.workload.exit(exitCode), ...told];
}

function Why({ workload: { placement, state } }: { workload: Workload }) {
  if (!placement) return null;
  const nowhere = state === 'unplaced';
  return (
    <details className="panel" open={nowhere}>
      <summary>
        <h2>{nowhere ? text.workload.notPlaced : text.workload.placement}</h2>
      </summary>
      <PlacementView placement={placement} />
    </details>
  );
}

function Actions({ workload, onChange }: { workload: Workload; onChange(): void }) {
  const api = useApi();
  const [asking, setAsking] = useState(false);
  const { refusal, act } = useAction(onChange);
  const cancellable = !hasEnded(workload.state) && workload.state !== 'cancelling';

  function cancel() {
    setAsking(false);
    void act(() => api.cancel(workload.id));
  }

  return (
    <div className="page-tools">
      {refusal && <ProblemNotice problem={refusal} />}
      {cancellable && !asking && (
        <button
          type="button"
          className="button"
          data-testid="cancel"
          onClick={() => setAsking(true)}
        >
          {text.workload.cancel}
        </button>
      )}
      {cancellable && asking && (
        <span role="group" aria-label={text.workload.cancelConfirm} className="page-tools">
          <button
            type="button"
            className="button button-danger"
            data-testid="cancel-confirm"
            autoFocus
            onClick={cancel}
          >
            {text.workload.cancelConfirm}
          </button>
          <button type="button" className="button" onClick={() => setAsking(false)}>
            {text.workload.keep}
          </button>
        </span>
      )}
      <Link
        className="button"
        data-testid="run-again"
        href={`/run?from=${encodeURIComponent(workload.id)}`}
      >
        {text.workload.again}
      </Link>
      <span className="hint">
        {text.workload.submitted} {format.moment(workload.createdAt)}
      </span>
    </div>
  );
}
