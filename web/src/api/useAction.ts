import { useState } from 'react';
import { asProblem, type Problem } from './problem';

/**
 * Something that changes the server, one call at a time: whether it is under way, and what it was
 * last refused with. Whatever came of a call, what is shown is then read again.
 */
export function useAction(reload?: () => void) {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Problem | null>(null);

  async function act(call: () => Promise<unknown>): Promise<boolean> {
    setBusy(true);
    try {
      await call();
      setRefusal(null);
      return true;
    } catch (cause) {
      setRefusal(asProblem(cause));
      return false;
    } finally {
      setBusy(false);
      reload?.();
    }
  }

  return { busy, refusal, act };
}
