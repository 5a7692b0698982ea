import { useEffect, useState } from 'react';
import { useApi } from '../api/context';
import type { StreamState } from '../api/sse';
import type { LogLine } from '../api/types';
import { EMPTY_LOG, mergeLines, type Log } from './logLines';

export function useLog(workload: string): { log: Log; state: StreamState } {
  const api = useApi();
  const [log, setLog] = useState<Log>(EMPTY_LOG);
  const [state, setState] = useState<StreamState>('connecting');
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
      onState: setState,
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
  return { log, state };
}
