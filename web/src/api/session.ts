/**
 * Whether the server still knows this browser. The sign-in cookie is HttpOnly, so this code never
 * sees it: it learns from the answers.
 */
export interface Session {
  signedOut(): boolean;
  /** A call was answered 401. */
  refused(): void;
  accepted(): void;
  subscribe(listener: () => void): () => void;
}

export function createSession(): Session {
  const listeners = new Set<() => void>();
  let out = false;
  const set = (next: boolean) => {
    if (out === next) return;
    out = next;
    listeners.forEach((listener) => listener());
  };
  return {
    signedOut: () => out,
    refused: () => set(true),
    accepted: () => set(false),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
