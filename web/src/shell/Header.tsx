import { useConnection } from '../api/context';
import type { Me } from '../api/types';
import { useResource } from '../api/useResource';
import { text } from '../i18n/text';
import { Link } from './router';

const PLACES = [
  ['/market', text.navigation.market],
  ['/map', text.navigation.map],
  ['/compare', text.navigation.compare],
  ['/run', text.navigation.run],
  ['/workloads', text.navigation.workloads],
  ['/alerts', text.navigation.alerts],
  ['/providers', text.navigation.providers],
  ['/spend', text.navigation.spend],
  ['/accounts', text.navigation.accounts],
  ['/policies', text.navigation.governance],
  ['/members', text.navigation.members],
] as const;

export function Header({ path, signedOut }: { path: string; signedOut: boolean }) {
  return (
    <header className="masthead">
      <div className="masthead-row">
        <Link className="brand" href="/market">
          <Sails />
          {text.product}
        </Link>
        {!signedOut && (
          <nav aria-label={text.navigation.label}>
            {PLACES.map(([href, name]) => (
              <Link key={href} href={href} aria-current={current(path, href) ? 'page' : undefined}>
                {name}
              </Link>
            ))}
          </nav>
        )}
        {!signedOut && <WhoAmI />}
      </div>
    </header>
  );
}

function current(path: string, href: string): boolean {
  if (href === '/providers' && path.startsWith('/sites')) return true;
  if (href === '/workloads' && path.startsWith('/orders')) return true;
  if (href === '/policies' && /^\/(quotas|audit)/.test(path)) return true;
  return path.startsWith(href) || (path === '/' && href === '/market');
}

function WhoAmI() {
  const { api, session } = useConnection();
  const { data: me, problem, reload } = useResource('me', (signal) => api.me(signal));
  if (!me) {
    return (
      <span className="who">
        {problem && (
          <button type="button" onClick={reload}>
            {text.retry}
          </button>
        )}
      </span>
    );
  }

  function signOut(mode: Me['mode']) {
    // The issuer has a session too, and ends it on a page of its own.
    if (mode === 'openid') {
      session.forgetDraft();
      location.assign('/signin/out');
    } else void api.signOut().catch(() => undefined);
  }

  return (
    <span className="who">
      <Link href="/tokens" title={text.navigation.signedInAs(me.name)}>
        <bdi>{me.name}</bdi>
      </Link>
      <button type="button" onClick={() => signOut(me.mode)}>
        {text.navigation.signOut}
      </button>
    </span>
  );
}

function Sails() {
  return (
    <svg viewBox="0 0 28 26" aria-hidden="true">
      <path className="sail-main" d="M13 1v17H4C5.600 11 8.700 5 13 1z" />
      <path className="sail-jib" d="M15.500 5c5 3 7.500 8 8 13h-8z" />
      <path className="sail-sea" d="M3 22.500c3.600 1.700 7.300 1.700 11 0s7.400-1.700 11 0" />
    </svg>
  );
}
