import { useCloseAuth } from '@closekit/react';
import { describeSignInFailure } from '../describe-sign-in-failure.ts';
import styles from './reconnect-banner.module.css';

/** Shown when Close has ended the connection. The page stays, and the button reconnects. */
export function ReconnectBanner() {
  const auth = useCloseAuth();
  const returnTo = location.pathname + location.search;
  return (
    <div role="alert" className={styles.banner}>
      <p>
        <strong>Close ended this connection.</strong>{' '}
        {'error' in auth && auth.error
          ? describeSignInFailure(auth.error.code)
          : 'The page may be out of date, and changes are not saved until you reconnect.'}
      </p>
      <button type="button" className="button" onClick={() => auth.signIn({ returnTo })}>
        Reconnect
      </button>
    </div>
  );
}
