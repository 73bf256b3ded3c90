import { useCloseAuth } from '@closekit/react';
import { useEffect } from 'react';
import { useDemoActivity } from '../hooks/use-demo-activity.ts';
import type { ActivityEntry, DemoActivity } from '../hooks/use-demo-activity.ts';
import { useNow } from '../hooks/use-now.ts';
import styles from './connection-lab.module.css';
import { FaultControls } from './fault-controls.tsx';
import { TokenLog } from './token-log.tsx';
import { TokenPlot } from './token-plot.tsx';

/** Controls that inject faults, and a live plot and log of the token. Only for the sandbox. */
export function ConnectionLab() {
  const { entries, state } = useDemoActivity();
  useSessionAfterRefresh(entries);
  return (
    <>
      <section aria-labelledby="break" className={styles.lab}>
        <h2 id="break">Break something on purpose</h2>
        <FaultControls state={state} />
      </section>
      <section aria-labelledby="life" className={styles.lab}>
        <h2 id="life">Token lifetime</h2>
        <LivePlot entries={entries} />
        <TokenLog entries={entries} />
      </section>
    </>
  );
}

function LivePlot({ entries }: Pick<DemoActivity, 'entries'>) {
  return <TokenPlot entries={entries} now={useNow(500)} />;
}

/** Reloads the session after each refresh, because it contains the new expiry. */
function useSessionAfterRefresh(entries: readonly ActivityEntry[]): void {
  const { reload } = useCloseAuth();
  const refreshes = entries.filter(({ kind }) => kind === 'refreshed').length;
  useEffect(() => {
    if (refreshes > 0) void reload();
  }, [refreshes, reload]);
}
