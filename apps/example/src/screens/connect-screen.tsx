import { useCloseAuth } from '@closekit/react';
import { closeMode } from '../close-mode.ts';
import { describeSignInFailure } from '../describe-sign-in-failure.ts';
import { Icon } from '../parts/icon.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { Wordmark } from '../parts/wordmark.tsx';
import styles from './connect-screen.module.css';

/** The screen for signed-out users: one button, its effect, and the last failure. */
export function ConnectScreen() {
  const auth = useCloseAuth();
  return (
    <div className={styles.screen}>
      <header className={styles.brand}>
        <Wordmark />
        <span className={styles.mode}>{closeMode === 'sandbox' ? 'Local sandbox' : 'api.close.com'}</span>
      </header>
      <main className={styles.main}>
        <PageTitle title="Connect to Close">Your Close leads and opportunities, in your own app.</PageTitle>
        <p className={styles.lead}>
          Connect an organization to browse and edit its leads and follow its pipeline. You choose the
          organization, and you can disconnect at any time.
        </p>
        {auth.status === 'signed-out' && auth.error && (
          <p role="alert" className={styles.failure}>
            <strong>Not connected.</strong> {describeSignInFailure(auth.error.code)}
          </p>
        )}
        {auth.status === 'error' && (
          <div role="alert" className={styles.failure}>
            <p>
              <strong>The server did not respond.</strong> Nothing is lost; you may still be connected.
            </p>
            <button type="button" className="button" onClick={() => void auth.reload()}>
              Try again
            </button>
          </div>
        )}
        <button
          type="button"
          className={`button button-primary ${styles.connect}`}
          onClick={() => auth.signIn()}
        >
          Connect to Close
        </button>
        <WhatHappensNext />
      </main>
    </div>
  );
}

function WhatHappensNext() {
  return (
    <section aria-labelledby="next" className={styles.next}>
      <h2 id="next">What happens next</h2>
      <ol className={styles.steps}>
        <li>
          <strong>Close asks for permission.</strong> {closeMode === 'sandbox' ? 'The sandbox’s' : 'Its'}{' '}
          consent page opens. Select an organization, then allow or deny.
        </li>
        <li>
          <strong>The server gets the tokens.</strong> It stores them encrypted and refreshes them
          automatically. This browser never sees them.
        </li>
        <li>
          <strong>You return here,</strong> connected until you disconnect.
        </li>
      </ol>
      {closeMode === 'sandbox' && (
        <p className={styles.note}>
          <Icon name="check" size={16} />
          No account needed: a local sandbox with made-up data stands in for Close.
        </p>
      )}
    </section>
  );
}
