/**
 * Whether the server still knows this browser. The sign-in cookie is HttpOnly, so this code never
 * sees it: it learns from the answers.
 */
export interface Session {
  signedOut(): boolean;
  /** Counts the people who have been here: what one has typed is not for the next. */
  visitor(): number;
  /** Whether somebody has been here whose page is to stay as it is. */
  kept(): boolean;
  /** Grows with each time that somebody has come in. */
  entries(): number;
  /** A call that was sent after so many entries was answered 401. */
  refused(entries: number): void;
  accepted(): void;
  /** Somebody went of their own accord. */
  left(): void;
  /** Who it is. */
  is(subject: string): void;
  /** The file under this person's pen: kept over a reload, and shown to nobody else. */
  draft(): string | null;
  keepDraft(file: string): void;
  forgetDraft(): void;
  subscribe(listener: () => void): () => void;
}

const DRAFT = 'tradewind.draft';
const WRITER = 'tradewind.draft.writer';

export function createSession(): Session {
  const listeners = new Set<() => void>();
  let out = false;
  let visitor = 0;
  let entries = 0;
  let known: string | null = null;
  let unsigned = false;
  const changed = () => listeners.forEach((listener) => listener());
  const set = (next: boolean) => {
    if (out === next) return;
    out = next;
    changed();
  };
  const forgetDraft = () => {
    sessionStorage.removeItem(DRAFT);
    sessionStorage.removeItem(WRITER);
  };
  // Whose it was nobody can say: the page was left before the server had told who was there.
  if (sessionStorage.getItem(WRITER) === null) forgetDraft();
  return {
    signedOut: () => out,
    visitor: () => visitor,
    kept: () => known !== null,
    entries: () => entries,
    // An answer that was under way while somebody came in says nothing of them.
    refused: (sentAfter) => {
      if (sentAfter === entries) set(true);
    },
    accepted: () => {
      entries++;
      set(false);
    },
    left: () => {
      forgetDraft();
      unsigned = false;
      known = null;
      visitor++;
      out = true;
      changed();
    },
    is: (subject) => {
      const before = known ?? sessionStorage.getItem(WRITER);
      if (before !== null && before !== subject) {
        forgetDraft();
        visitor++;
        changed();
      } else if (unsigned) {
        sessionStorage.setItem(WRITER, subject);
      }
      unsigned = false;
      known = subject;
    },
    draft: () => sessionStorage.getItem(DRAFT),
    keepDraft: (file) => {
      sessionStorage.setItem(DRAFT, file);
      if (known === null) unsigned = true;
      else sessionStorage.setItem(WRITER, known);
    },
    forgetDraft,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Returns at once while there is a session. */
export function untilSignedIn(session: Session, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (session.signedOut() && !signal.aborted) return;
      stop();
      resolve();
    };
    const stop = session.subscribe(look);
    signal.addEventListener('abort', look);
    look();
  });
}
