import { useCloseAuth } from '@closekit/react';
import { describeSignInFailure } from '../describe-sign-in-failure.ts';
import styles from './reconnect-banner.module.css';

/** The connection ended at Close. What is on the screen stays; one button brings it back, and says when it did not. */
export function ReconnectBanner() {
  const auth = useCloseAuth();
  const returnTo = location.pathname + location.search;
  return (
    <div role="alert" className={styles.banner}>
      <p>
        <strong>Close ended this connection.</strong>{' '}
        {'error' in auth && auth.error
          ? describeSignInFailure(auth.error.code)
          : 'What you see may be old, and changes are not saved until you reconnect.'}
      </p>
      <button type="button" className="button" onClick={() => auth.signIn({ returnTo })}>
        Reconnect
      </button>
    </div>
  );
}
