import { useCloseAuth } from '@closekit/react';
import { Suspense } from 'react';
import { later } from '../load-ahead.ts';
import styles from './account.module.css';
import { AccountLabel } from './account-label.tsx';

const AccountMenu = later(async () => (await import('./account-menu.tsx')).AccountMenu);

/** The connected user and organization, with the menu to switch and to leave. */
export function Account() {
  const auth = useCloseAuth();
  if (!('organization' in auth) || !auth.organization || !auth.user) return null;
  const names = { organization: auth.organization.name, user: auth.user.name };
  return (
    <Suspense
      fallback={
        <div className={styles.account}>
          <AccountLabel {...names} />
        </div>
      }
    >
      <AccountMenu
        user={names.user}
        organization={auth.organization}
        organizations={auth.organizations ?? []}
        onSwitch={(id) => auth.switchOrganization(id)}
      />
    </Suspense>
  );
}
