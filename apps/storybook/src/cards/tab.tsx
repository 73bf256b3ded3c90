import { cookieSession, createCloseClient } from '@closekit/client';
import { CloseProvider } from '@closekit/react';
import type { TestBackend } from '@closekit/react/testing';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import styles from './tab.module.css';

/** Props of {@link Tab}. */
export interface TabProps {
  /** Heading of the tab. */
  readonly title: string;
  /** The browser's backend, the same one for all tabs. */
  readonly backend: TestBackend;
  readonly children: ReactNode;
}

/** Tabs side by side. */
export function Tabs({ children }: Pick<TabProps, 'children'>): ReactNode {
  return <div className={styles['tabs']}>{children}</div>;
}

/** A tab of the same browser: its own client and cache, with the shared session. */
export function Tab({ title, backend, children }: TabProps): ReactNode {
  const [page] = useState(() => ({
    client: createCloseClient({ auth: cookieSession(), retry: false }),
    queryClient: new QueryClient(),
  }));
  return (
    <article className={styles['tab']} aria-label={title}>
      <h1 className={styles['title']}>{title}</h1>
      <QueryClientProvider client={page.queryClient}>
        <CloseProvider client={page.client} navigate={backend.navigate}>
          {children}
        </CloseProvider>
      </QueryClientProvider>
    </article>
  );
}
