import { useCloseAuth, useCloseClient } from '@closekit/react';
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { breakApi, expireTokens, revokeAtClose } from '../demo-requests.ts';
import { useDemoActivity } from '../hooks/use-demo-activity.ts';
import { useNow } from '../hooks/use-now.ts';
import styles from './connection-lab.module.css';
import { FailureNotice } from './failure-notice.tsx';
import { Switch } from './switch.tsx';
import { TokenLog } from './token-log.tsx';
import { TokenPlot } from './token-plot.tsx';

/** The life of the token as it happens, and ways to make it harder. The local sandbox alone allows them. */
export function ConnectionLab() {
  const { entries, state } = useDemoActivity();
  const { expire, revoke, api } = useBreaking();
  const { reload } = useCloseAuth();
  const renewals = entries.filter(({ kind }) => kind === 'refreshed').length;
  useEffect(() => {
    // The session knows the new expiry.
    if (renewals > 0) void reload();
  }, [renewals, reload]);
  const failed = [expire, revoke, api].find(({ isError }) => isError);
  return (
    <>
      <section aria-labelledby="break" className={styles.lab}>
        <h2 id="break">Break something on purpose</h2>
        <ul className={styles.trials}>
          <Trial see="One call is refused, the token is renewed, the call is repeated. No screen notices.">
            <button
              type="button"
              className="button"
              disabled={expire.isPending}
              onClick={() => expire.mutate(1)}
            >
              Expire token now
            </button>
          </Trial>
          <Trial see="One is refused and renews the token. Those that come meanwhile join it.">
            <button
              type="button"
              className="button"
              disabled={expire.isPending}
              onClick={() => expire.mutate(10)}
            >
              Expire it under ten calls
            </button>
          </Trial>
          <Trial see="As if somebody removed the app there: the page stays, a banner offers to reconnect.">
            <button
              type="button"
              className="button button-danger"
              disabled={revoke.isPending}
              onClick={() => revoke.mutate()}
            >
              Revoke at Close
            </button>
          </Trial>
          <Trial see="What is loaded stays. What is asked for now fails after three tries.">
            <Switch isOn={state.down} onChange={(down) => api.mutate({ down })}>
              Close API down
            </Switch>
          </Trial>
          <Trial see="Every answer takes two seconds. Edits still show at once.">
            <Switch isOn={state.slow} onChange={(slow) => api.mutate({ slow })}>
              Close API slow
            </Switch>
          </Trial>
        </ul>
        {failed && <FailureNotice title="That did not work out as planned." error={failed.error} />}
      </section>
      <section aria-labelledby="life" className={styles.lab}>
        <h2 id="life">The token’s life</h2>
        <LivePlot entries={entries} />
        <TokenLog entries={entries} />
      </section>
    </>
  );
}

function LivePlot({ entries }: Pick<ReturnType<typeof useDemoActivity>, 'entries'>) {
  return <TokenPlot entries={entries} now={useNow(500)} />;
}

interface TrialProps {
  /** What one should see. */
  readonly see: string;
  readonly children: ReactNode;
}

function Trial({ see, children }: TrialProps) {
  return (
    <li className={styles.trial}>
      {children}
      <p>{see}</p>
    </li>
  );
}

function useBreaking() {
  const close = useCloseClient();
  // Different rows: a browser waits with a call until the same one is answered.
  const ask = async (row: number) =>
    void (await close.leads.list({ _limit: 1, _skip: row, _fields: ['id'] }));
  return {
    expire: useMutation({
      mutationFn: async (calls: number) => {
        await expireTokens();
        await Promise.all(Array.from({ length: calls }, (_, row) => ask(row)));
      },
    }),
    revoke: useMutation({
      mutationFn: async () => {
        await revokeAtClose();
        // The refusal is the point: the banner above every screen tells of it.
        await ask(0).catch(() => undefined);
      },
    }),
    api: useMutation({ mutationFn: breakApi }),
  };
}
