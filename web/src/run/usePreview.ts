import { useCallback, useEffect, useState } from 'react';
import { useApi } from '../api/context';
import { asProblem, isAbort, type Problem } from '../api/problem';
import type { Placement } from '../api/types';
import { useRetry } from '../api/useRetry';

export interface Preview {
  placement: Placement | null;
  problem: Problem | null;
  /** The file to which the answer belongs. */
  of: string;
  busy: boolean;
  retry(): void;
}

const TYPING_PAUSE_MS = 350;

/** Asks where the file would run, as it is typed. An answer to an older text never overtakes. */
export function usePreview(file: string): Preview {
  const api = useApi();
  const [answer, setAnswer] = useState<Omit<Preview, 'busy' | 'retry'>>({
    placement: null,
    problem: null,
    of: '',
  });
  const [round, setRound] = useState(0);
  const retry = useCallback(() => setRound((n) => n + 1), []);
  useRetry(answer.problem, retry);
  useEffect(() => {
    if (file.trim() === '') return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      api
        .preview(file, abort.signal)
        .then((placement) => setAnswer({ placement, problem: null, of: file }))
        .catch((cause: unknown) => {
          if (isAbort(cause)) return;
          setAnswer((before) => ({ ...before, problem: asProblem(cause), of: file }));
        });
    }, TYPING_PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [api, file, round]);
  return { ...answer, busy: file.trim() !== '' && answer.of !== file, retry };
}
