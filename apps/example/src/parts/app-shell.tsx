import { useCloseAuth, useCloseLive } from '@closekit/react';
import { Suspense } from 'react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useCurrentExport } from '../current-export.ts';
import { useLoadAhead } from '../hooks/use-load-ahead.ts';
import { useRouteFocus } from '../hooks/use-route-focus.ts';
import { later } from '../load-ahead.ts';
import { Account } from './account.tsx';
import styles from './app-shell.module.css';
import { Icon } from './icon.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import { ReconnectBanner } from './reconnect-banner.tsx';
import { Wordmark } from './wordmark.tsx';

const ExportNotice = later(async () => (await import('./export-notice.tsx')).ExportNotice);

/** The frame around every screen: navigation, account and banners. */
export function AppShell({ children }: { readonly children: ReactNode }) {
  const auth = useCloseAuth();
  useCloseLive(); // Changes by others appear without a reload.
  useLoadAhead();
  useRouteFocus();
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        Skip to content
      </a>
      <header className={styles.side}>
        <Wordmark />
        <Navigation />
        {'organization' in auth && auth.organization && auth.user && <Account />}
      </header>
      <div className={styles.content}>
        <OfflineBanner />
        <Exports />
        {auth.status === 'needs-reauth' && <ReconnectBanner />}
        <main id="main" tabIndex={-1} className={styles.main}>
          {children}
        </main>
      </div>
    </div>
  );
}

function Exports() {
  const id = useCurrentExport();
  return (
    id !== undefined && (
      <Suspense>
        <ExportNotice id={id} />
      </Suspense>
    )
  );
}

function Navigation() {
  return (
    <nav aria-label="Main" className={styles.nav}>
      <NavigationLink to="/leads" icon="leads" text="Leads" />
      <NavigationLink to="/opportunities" icon="opportunities" text="Opportunities" />
      <NavigationLink to="/connection" icon="connection" text="Connection" />
    </nav>
  );
}

interface NavigationLinkProps {
  readonly to: string;
  readonly icon: 'leads' | 'opportunities' | 'connection';
  readonly text: string;
}

function NavigationLink({ to, icon, text }: NavigationLinkProps) {
  const [location] = useLocation();
  const current = location === to || location.startsWith(`${to}/`);
  return (
    <Link to={to} className={styles.link} aria-current={current ? 'page' : undefined}>
      <Icon name={icon} />
      {text}
    </Link>
  );
}
