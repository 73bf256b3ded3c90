import { useCloseAuth, useCloseLive } from '@closekit/react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useRouteFocus } from '../hooks/use-route-focus.ts';
import { Account } from './account.tsx';
import styles from './app-shell.module.css';
import { Icon } from './icon.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import { ReconnectBanner } from './reconnect-banner.tsx';
import { Wordmark } from './wordmark.tsx';

/** What stays while the screens change: the navigation, who is connected, and the way back after a lost connection. */
export function AppShell({ children }: { readonly children: ReactNode }) {
  const auth = useCloseAuth();
  useCloseLive(); // What others change shows up without a reload.
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
        {auth.status === 'needs-reauth' && <ReconnectBanner />}
        <main id="main" tabIndex={-1} className={styles.main}>
          {children}
        </main>
      </div>
    </div>
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
