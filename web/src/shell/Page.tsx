import { useEffect, useRef, type ReactNode } from 'react';
import { text } from '../i18n/text';

interface PageProps {
  title: string;
  /** Beside the title. */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}

/** One page: names the document, and takes the focus so that a screen reader hears where it is. */
export function Page({ title, aside, children, className }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const before = document.title;
    document.title = `${title} · ${text.product}`;
    return () => {
      document.title = before;
    };
  }, [title]);
  useEffect(() => {
    if (document.activeElement !== document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <main id="content" className={`page ${className ?? ''}`}>
      <header className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          <bdi>{title}</bdi>
        </h1>
        {aside}
      </header>
      {children}
    </main>
  );
}
