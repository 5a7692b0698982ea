import { useEffect, useState } from 'react';
import { useApi } from '../api/context';
import type { Problem } from '../api/problem';
import type { StreamState } from '../api/sse';
import type { LogLine } from '../api/types';
import { EMPTY_LOG, mergeLines, type Log } from './logLines';

interface Followed {
  log: Log;
  state: StreamState;
  /** Why it ended, where that was not by itself. */
  problem: Problem | null;
}

export function useLog(workload: string): Followed {
  const api = useApi();
  const [log, setLog] = useState<Log>(EMPTY_LOG);
  const [{ state, problem }, setState] = useState<Pick<Followed, 'state' | 'problem'>>({
    state: 'connecting',
    problem: null,
  });
  useEffect(() => {
    const abort = new AbortController();
    let waiting: LogLine[] = [];
    let frame = 0;
    // A thousand lines that arrive together are drawn together.
    const flush = () => {
      frame = 0;
      const arrived = waiting;
      waiting = [];
      setLog((before) => mergeLines(before, arrived));
    };
    void api.followLog(workload, {
      signal: abort.signal,
      onState: (next, why) => setState({ state: next, problem: next === 'ended' ? (why ?? null) : null }),
      onItem: (line) => {
        waiting.push(line);
        frame ||= requestAnimationFrame(flush);
      },
    });
    return () => {
      abort.abort();
      cancelAnimationFrame(frame);
    };
  }, [api, workload]);
  return { log, state, problem };
}
