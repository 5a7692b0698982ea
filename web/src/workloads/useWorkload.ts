import { useEffect, useState } from 'react';
import { useApi } from '../api/context';
import { useResource, type Resource } from '../api/useResource';
import type { Workload, WorkloadEvent } from '../api/types';
import { hasEnded } from './state';

const WHILE_RUNNING_MS = 4_000;

/** One workload, kept current: each event of its stream reloads it, and so does a slow beat for the cost. */
export function useWorkload(id: string): Resource<Workload> & { events: WorkloadEvent[] } {
  const api = useApi();
  const [ended, setEnded] = useState(false);
  const workload = useResource(
    `workload ${id}`,
    (signal) => api.workload(id, signal),
    ended ? undefined : WHILE_RUNNING_MS,
  );
  const { data, reload } = workload;
  const endedNow = data !== null && hasEnded(data.state);
  if (endedNow !== ended) setEnded(endedNow);
  const events = useEvents(id, reload);
  return { ...workload, events };
}

function useEvents(id: string, onChange: () => void): WorkloadEvent[] {
  const api = useApi();
  const [events, setEvents] = useState<WorkloadEvent[]>([]);
  useEffect(() => {
    const abort = new AbortController();
    void api.followEvents(id, {
      signal: abort.signal,
      onState: () => undefined,
      onItem: (event) => {
        setEvents((before) =>
          before.some((each) => each.seq === event.seq)
            ? before
            : [...before, event].sort((a, b) => a.seq - b.seq),
        );
        onChange();
      },
    });
    return () => abort.abort();
  }, [api, id, onChange]);
  return events;
}
