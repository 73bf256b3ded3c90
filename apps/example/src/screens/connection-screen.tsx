import { useCloseAuth, useCloseLive } from '@closekit/react';
import { useMutation } from '@tanstack/react-query';
import { closeMode } from '../close-mode.ts';
import { focusTitle } from '../focus-title.ts';
import { ConnectionFacts } from '../parts/connection-facts.tsx';
import { ConnectionLab } from '../parts/connection-lab.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import styles from './connection-screen.module.css';

/** The connection and the lifetime of its token. With the sandbox, also controls that inject faults. */
export function ConnectionScreen() {
  const auth = useCloseAuth();
  const live = useCloseLive();
  const disconnect = useMutation({
    mutationFn: () => auth.signOut(),
    onSuccess: () => requestAnimationFrame(focusTitle), // After this screen has unmounted.
  });
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
          className="button button-danger"
          disabled={disconnect.isPending}
          onClick={() => disconnect.mutate()}
        >
          Disconnect
        </button>
        <p className={styles.hint}>
          Revokes every connection of this browser at Close and deletes its tokens here.
          {closeMode === 'production' && ' The server refreshes the token before it expires.'}
        </p>
      </div>
      {disconnect.isError && (
        <FailureNotice
          title="Still connected."
          error={disconnect.error}
          onRetry={() => disconnect.mutate()}
        />
      )}
      {closeMode === 'sandbox' && <ConnectionLab />}
    </div>
  );
}
