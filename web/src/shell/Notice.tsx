import type { ReactNode } from 'react';
import type { Problem } from '../api/problem';
import { text } from '../i18n/text';

export function ProblemNotice({ problem, onRetry }: { problem: Problem; onRetry?: () => void }) {
  if (problem.signedOut) return null;
  return (
    <div className="notice notice-bad" role="alert" data-testid="problem" data-code={problem.code}>
      <div>
        <strong>{headline(problem)}</strong>
        {problem.unreachable && <p>{text.problem.unreachableBody}</p>}
        {problem.errors.length > 0 && (
          <ul>
            {problem.errors.map((error, i) => (
              <li key={i}>
                {error.field && <code>{error.field}</code>} {error.message} {error.advice}
              </li>
            ))}
          </ul>
        )}
      </div>
      {onRetry && (
        <button type="button" className="button" onClick={onRetry}>
          {text.retry}
        </button>
      )}
    </div>
  );
}

/** Of a part beside the main one, which says itself when no server is reached. */
export function PartNotice({ problem, onRetry }: { problem: Problem; onRetry(): void }) {
  return problem.unreachable ? null : <ProblemNotice problem={problem} onRetry={onRetry} />;
}

/** The detail says what happened; the title is often no more than the name of the status. */
export function headline(problem: Problem): string {
  if (problem.unreachable) return text.problem.unreachable;
  return problem.detail || problem.title || text.problem.unexpected;
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty" data-testid="empty">
      <svg viewBox="0 0 120 40" aria-hidden="true">
        <path d="M4 30c9 4 19 4 28 0s19-4 28 0 19 4 28 0 19-4 28 0" />
        <path d="M60 4v18H42c3-8 9-14 18-18z" />
      </svg>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

export type Tone = 'good' | 'warn' | 'bad' | 'calm' | 'live';

export function Badge({ tone, children, title }: { tone: Tone; children: ReactNode; title?: string }) {
  return (
    <span className={`badge badge-${tone}`} title={title}>
      {children}
    </span>
  );
}

/** Only web addresses become links: a source's address comes from a feed. */
export function SafeLink({ href, children }: { href: string | null; children: ReactNode }) {
  if (!href || !/^https?:\/\//i.test(href)) return <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  );
}
