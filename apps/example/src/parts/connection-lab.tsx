import { useCloseAuth } from '@closekit/react';
import { useEffect } from 'react';
import { useDemoActivity } from '../hooks/use-demo-activity.ts';
import type { ActivityEntry, DemoActivity } from '../hooks/use-demo-activity.ts';
import { useNow } from '../hooks/use-now.ts';
import styles from './connection-lab.module.css';
import { FaultControls } from './fault-controls.tsx';
import { TokenLog } from './token-log.tsx';
import { TokenPlot } from './token-plot.tsx';

/** The life of the token as it happens, and ways to make it harder. The local sandbox alone allows them. */
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
        <h2 id="life">The token’s life</h2>
        <LivePlot entries={entries} />
        <TokenLog entries={entries} />
      </section>
    </>
  );
}

function LivePlot({ entries }: Pick<DemoActivity, 'entries'>) {
  return <TokenPlot entries={entries} now={useNow(500)} />;
}

/** Reads the session again after each renewal: it knows the new expiry. */
function useSessionAfterRefresh(entries: readonly ActivityEntry[]): void {
  const { reload } = useCloseAuth();
  const renewals = entries.filter(({ kind }) => kind === 'refreshed').length;
  useEffect(() => {
    if (renewals > 0) void reload();
  }, [renewals, reload]);
}
