import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { createApi } from '../api/client';
import { ConnectionContext } from '../api/context';
import { createSession } from '../api/session';
import type { FakeServer } from './FakeServer';

/** Renders under a connection to the fake server, at an address of the portal. */
export function renderWith(server: FakeServer, page: ReactNode, at = '/') {
  history.replaceState(null, '', at);
  const session = createSession();
  const connection = { session, api: createApi(session, server.fetch) };
  return render(<ConnectionContext value={connection}>{page}</ConnectionContext>);
}
