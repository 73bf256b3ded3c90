import { useCloseAuth, useCloseClient } from '@closekit/react';
import { useMutation } from '@tanstack/react-query';
import { closeMode } from '../close-mode.ts';
import { expireTokens } from '../demo-requests.ts';
import { focusTitle } from '../focus-title.ts';
import { type Activity, useConnectionActivity } from '../hooks/use-connection-activity.ts';
import { ConnectionFacts } from '../parts/connection-facts.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import styles from './connection-screen.module.css';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** Who is connected, how long the token lives, and two ways to end it: one that heals itself, one that is meant. */
export function ConnectionScreen() {
  const auth = useCloseAuth();
  const client = useCloseClient();
  const activity = useConnectionActivity();
  const expire = useMutation({
    mutationFn: async () => {
      await expireTokens();
      activity.add('Every access token was expired at Close.');
      const { response } = await client.users.getMe({ _fields: ['id'] }).withResponse();
      activity.add(`The next API call, GET /me/, was answered with ${response.status}.`);
      await auth.reload();
    },
  });
  const disconnect = useMutation({
    mutationFn: () => auth.signOut(),
    onSuccess: () => requestAnimationFrame(focusTitle), // This screen is gone by then.
  });
  return (
    <div className={styles.screen}>
      <PageTitle title="Connection" />
      {'organization' in auth && auth.organization && <ConnectionFacts connection={auth} />}
      <div className={styles.actions}>
        {closeMode === 'sandbox' && (
          <button
            type="button"
            className="button"
            disabled={expire.isPending}
            onClick={() => expire.mutate()}
          >
            Expire token now
          </button>
        )}
        <button
          type="button"
          className="button button-danger"
          disabled={disconnect.isPending}
          onClick={() => disconnect.mutate()}
        >
          Disconnect
        </button>
      </div>
      <p className={styles.hint}>
        {closeMode === 'sandbox'
          ? 'Expiring makes the sandbox refuse the access token, as an hour would. The next call renews it on the server, and no screen notices.'
          : 'Close decides when the token expires; the server renews it before that. Expiring it on purpose works with the local sandbox only.'}{' '}
        Disconnecting revokes the connection at Close and erases its tokens here.
      </p>
      {expire.isError && <FailureNotice title="The token test did not finish." error={expire.error} />}
      {disconnect.isError && (
        <FailureNotice
          title="Still connected."
          error={disconnect.error}
          onRetry={() => disconnect.mutate()}
        />
      )}
      <ActivityLog entries={activity.entries} />
    </div>
  );
}

function ActivityLog({ entries }: { readonly entries: readonly Activity[] }) {
  return (
    <section aria-labelledby="activity" className={styles.log}>
      <h2 id="activity">Activity</h2>
      {entries.length === 0 && <p className={styles.hint}>Nothing since this screen was opened.</p>}
      <div role="log" aria-label="Activity">
        <ol>
          {entries.map(({ at, text }, index) => (
            <li key={entries.length - index}>
              <time dateTime={new Date(at).toISOString()}>{clock.format(at)}</time> {text}
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
