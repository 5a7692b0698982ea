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

export function useSignedOut(): boolean {
  const { session } = useConnection();
  return useSyncExternalStore(session.subscribe, session.signedOut);
}
