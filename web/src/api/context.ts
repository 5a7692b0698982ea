import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Api } from './client';
import type { Session } from './session';

export interface Connection {
  api: Api;
  session: Session;
}

export const ConnectionContext = createContext<Connection | null>(null);

export function useConnection(): Connection {
  const connection = useContext(ConnectionContext);
  if (!connection) throw new Error('No ConnectionContext above this component.');
  return connection;
}

export function useApi(): Api {
  return useConnection().api;
}

/** Whether the page behind the sign-in page is somebody's, who may come back to it. */
export function useKept(): boolean {
  const { session } = useConnection();
  return useSyncExternalStore(session.subscribe, session.kept);
}

/** Changes when somebody else is here. */
export function useVisitor(): number {
  const { session } = useConnection();
  return useSyncExternalStore(session.subscribe, session.visitor);
}

export function useSignedOut(): boolean {
  const { session } = useConnection();
  return useSyncExternalStore(session.subscribe, session.signedOut);
}
