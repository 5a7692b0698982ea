/**
 * Who the browser speaks for. The sign-in link sets an HttpOnly cookie that this code never sees; a
 * pasted token is kept for this tab only and sent as a bearer token.
 */
export interface Session {
  token(): string | null;
  use(token: string | null): void;
  signedOut(): boolean;
  refuse(): void;
  accept(): void;
  subscribe(listener: () => void): () => void;
}

const TOKEN_KEY = 'tradewind.token';

export function createSession(storage: Storage): Session {
  const listeners = new Set<() => void>();
  let refused = false;
  const set = (next: boolean) => {
    if (refused === next) return;
    refused = next;
    listeners.forEach((listener) => listener());
  };
  return {
    token: () => storage.getItem(TOKEN_KEY),
    use: (token) => {
      if (token === null) storage.removeItem(TOKEN_KEY);
      else storage.setItem(TOKEN_KEY, token);
    },
    signedOut: () => refused,
    refuse: () => set(true),
    accept: () => set(false),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
