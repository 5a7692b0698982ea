import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createApi } from './api/client';
import { ConnectionContext } from './api/context';
import { createSession } from './api/session';
import { App } from './shell/App';
import './style/index.css';

const session = createSession();
const connection = { session, api: createApi(session) };

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <ConnectionContext value={connection}>
      <App />
    </ConnectionContext>
  </StrictMode>,
);
