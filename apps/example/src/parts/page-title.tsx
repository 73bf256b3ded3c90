import { useEffect } from 'react';
import type { ReactNode } from 'react';

interface PageTitleProps {
  /** Name of the page in the browser's tab. */
  readonly title: string;
  readonly level?: 1 | 2;
  readonly children?: ReactNode;
}

/** The heading of a screen. It sets the document title, and gets the focus after a route change. */
export function PageTitle({ title, level = 1, children = title }: PageTitleProps) {
  const Heading = `h${level}` as const;
  useEffect(() => {
    const before = document.title;
    document.title = `${title} · CloseKit`;
    return () => {
      document.title = before;
    };
  }, [title]);
  return (
    <Heading tabIndex={-1} data-page-title>
      {children}
    </Heading>
  );
}
