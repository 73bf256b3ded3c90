import { useCloseAuth } from '@closekit/react';
import { closeMode } from '../close-mode.ts';
import { describeSignInFailure } from '../describe-sign-in-failure.ts';
import { Icon } from '../parts/icon.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { Wordmark } from '../parts/wordmark.tsx';
import styles from './connect-screen.module.css';

/** Signed out: one action, what it does, and what went wrong the last time. */
export function ConnectScreen() {
  const auth = useCloseAuth();
  return (
    <div className={styles.screen}>
      <header className={styles.brand}>
        <Wordmark />
        <span className={styles.mode}>{closeMode === 'sandbox' ? 'Local sandbox' : 'api.close.com'}</span>
      </header>
      <main className={styles.main}>
        <PageTitle title="Connect to Close">Your Close leads and deals, in an app of your own.</PageTitle>
        <p className={styles.lead}>
          Connect an organization to browse its leads, edit them and follow the pipeline. You choose which
          one, and you can disconnect at any time.
        </p>
        {auth.status === 'signed-out' && auth.error && (
          <p role="alert" className={styles.failure}>
            <strong>Not connected.</strong> {describeSignInFailure(auth.error.code)}
          </p>
        )}
        {auth.status === 'error' && (
          <div role="alert" className={styles.failure}>
            <p>
              <strong>The server did not answer.</strong> Nothing is lost; you may still be connected.
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
          <strong>Close asks you.</strong> {closeMode === 'sandbox' ? 'The sandbox’s' : 'Its'} own page opens;
          you pick an organization and allow or deny.
        </li>
        <li>
          <strong>The server gets the keys.</strong> Tokens are sealed in its database and renewed by
          themselves. This browser never sees one.
        </li>
        <li>
          <strong>You come back here,</strong> connected until you disconnect.
        </li>
      </ol>
      {closeMode === 'sandbox' && (
        <p className={styles.note}>
          <Icon name="check" size={16} />
          No account needed: a local stand-in for Close with made-up data runs in the same process.
        </p>
      )}
    </section>
  );
}
