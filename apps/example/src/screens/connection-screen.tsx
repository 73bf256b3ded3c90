import { useCloseAuth, useCloseLive } from '@closekit/react';
import { useMutation } from '@tanstack/react-query';
import { closeMode } from '../close-mode.ts';
import { focusTitle } from '../focus-title.ts';
import { ConnectionFacts } from '../parts/connection-facts.tsx';
import { ConnectionLab } from '../parts/connection-lab.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import styles from './connection-screen.module.css';

/** Who is connected, how long the token lives, and, against the sandbox, what one can break. */
export function ConnectionScreen() {
  const auth = useCloseAuth();
  const live = useCloseLive();
  const disconnect = useMutation({
    mutationFn: () => auth.signOut(),
    onSuccess: () => requestAnimationFrame(focusTitle), // This screen is gone by then.
  });
  return (
    <div className={styles.screen}>
      <PageTitle title="Connection" />
      {'organization' in auth && auth.organization && (
        <ConnectionFacts
          // A token that Close does not take has no time left.
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
          Revokes every connection of this browser at Close and erases its tokens here.
          {closeMode === 'production' && ' The server renews the token before it expires.'}
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
