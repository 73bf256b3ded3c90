import { useCloseAuth } from '@closekit/react';
import styles from './reconnect-banner.module.css';

/** The connection ended at Close. What is on the screen stays; one button brings the connection back. */
export function ReconnectBanner() {
  const auth = useCloseAuth();
  const returnTo = location.pathname + location.search;
  return (
    <div role="alert" className={styles.banner}>
      <p>
        <strong>Close ended this connection.</strong> What you see may be old, and changes are not saved until
        you connect again.
      </p>
      <button type="button" className="button" onClick={() => auth.signIn({ returnTo })}>
        Reconnect
      </button>
    </div>
  );
}
