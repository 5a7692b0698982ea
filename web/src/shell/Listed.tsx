import type { ReactNode } from 'react';
import type { Pages } from '../api/usePages';
import { text } from '../i18n/text';
import { ProblemNotice } from './Notice';

interface ListedProps<T> {
  pages: Pages<T>;
  /** In place of a list of nothing. */
  none?: ReactNode;
  children(items: T[]): ReactNode;
}

/** A list with all that can be the matter with it: it loads, failed, is empty, or goes on. */
export function Listed<T>({ pages, none, children }: ListedProps<T>) {
  const { items, problem, loading, loadMore, reload } = pages;
  return (
    <>
      {problem && <ProblemNotice problem={problem} onRetry={reload} />}
      {!items && loading && <p role="status">{text.loading}</p>}
      {items && (items.length > 0 ? children(items) : none)}
      {loadMore && (
        <button type="button" className="button" onClick={loadMore}>
          {text.more}
        </button>
      )}
    </>
  );
}
