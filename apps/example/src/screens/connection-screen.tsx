import { useCloseAuth, useCloseLive } from '@closekit/react';
import { useState } from 'react';
import { closeMode } from '../close-mode.ts';
import { useSignOut } from '../hooks/use-sign-out.ts';
import { ConnectionFacts } from '../parts/connection-facts.tsx';
import { ConnectionLab } from '../parts/connection-lab.tsx';
import { DisconnectDialog } from '../parts/disconnect-dialog.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import styles from './connection-screen.module.css';

/** The connection and the lifetime of its token. With the sandbox, also controls that inject faults. */
export function ConnectionScreen() {
  const auth = useCloseAuth();
  const live = useCloseLive();
  const signOut = useSignOut();
  const [isConfirming, setConfirming] = useState(false);
  const organization = 'organization' in auth ? auth.organization : undefined;
  return (
    <div className={styles.screen}>
      <PageTitle title="Connection" />
      {'organization' in auth && auth.organization && (
        <ConnectionFacts
          // A refused token has no lifetime left.
          connection={auth.status === 'needs-reauth' ? { ...auth, expiresAt: null } : auth}
          live={live.status}
        />
      )}
      <div className={styles.actions}>
        <button
          type="button"
          className="button"
          disabled={signOut.isPending}
          onClick={() => signOut.mutate()}
        >
          Sign out
        </button>
        <button type="button" className="button button-danger" onClick={() => setConfirming(true)}>
          Disconnect from Close
        </button>
        <p className={styles.hint}>
          Signing out ends the session of this browser. Disconnecting revokes the access of this app.
          {closeMode === 'production' && ' The server refreshes the token before it expires.'}
        </p>
      </div>
      {signOut.isError && (
        <FailureNotice
          title="You are still signed in."
          error={signOut.error}
          onRetry={() => signOut.mutate()}
        />
      )}
      {isConfirming && organization && (
        <DisconnectDialog organization={organization} onClose={() => setConfirming(false)} />
      )}
      {closeMode === 'sandbox' && <ConnectionLab />}
    </div>
  );
}
