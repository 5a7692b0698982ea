import { text } from '../i18n/text';
import { Link, usePath } from '../shell/router';

const TABS = [
  ['/policies', text.govern.policies],
  ['/quotas', text.govern.quotas],
  ['/audit', text.govern.audit],
] as const;

/** From one page of the platform team to the next. */
export function GovernTabs() {
  const path = usePath();
  return (
    <nav className="govern-tabs" aria-label={text.govern.label}>
      {TABS.map(([href, name]) => (
        <Link key={href} href={href} aria-current={path.startsWith(href) ? 'page' : undefined}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
