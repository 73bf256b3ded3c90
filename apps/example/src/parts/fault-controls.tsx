import type { ReactNode } from 'react';
import type { DemoState } from '../demo-requests.ts';
import { useDemoActions } from '../hooks/use-demo-actions.ts';
import { FailureNotice } from './failure-notice.tsx';
import styles from './fault-controls.module.css';
import { Switch } from './switch.tsx';

/** Buttons and switches that inject one fault each, with a line about the expected effect. */
export function FaultControls({ state }: { readonly state: DemoState }) {
  const { expire, revoke, breakApi } = useDemoActions();
  const failed = [expire, revoke, breakApi].find(({ isError }) => isError);
  return (
    <>
      <ul className={styles.trials}>
        <Trial effect="One call gets a 401. The server refreshes the token and repeats the call unnoticed.">
          <FaultButton isBusy={expire.isPending} onClick={() => expire.mutate(1)}>
            Expire token now
          </FaultButton>
        </Trial>
        <Trial effect="The first 401 starts a refresh. The other calls wait for the same one.">
          <FaultButton isBusy={expire.isPending} onClick={() => expire.mutate(10)}>
            Expire under ten calls
          </FaultButton>
        </Trial>
        <Trial effect="As if the app were removed in Close. The page stays, and a banner offers to reconnect.">
          <FaultButton isDanger isBusy={revoke.isPending} onClick={() => revoke.mutate()}>
            Revoke at Close
          </FaultButton>
        </Trial>
        <Trial effect="Loaded data stays. New requests fail after three attempts.">
          <Switch isOn={state.down} onChange={(down) => breakApi.mutate({ down })}>
            Close API down
          </Switch>
        </Trial>
        <Trial effect="Every response takes two seconds. Edits still show at once.">
          <Switch isOn={state.slow} onChange={(slow) => breakApi.mutate({ slow })}>
            Close API slow
          </Switch>
        </Trial>
      </ul>
      {failed && <FailureNotice title="The demo server did not respond as expected." error={failed.error} />}
    </>
  );
}

interface TrialProps {
  /** The expected effect. */
  readonly effect: string;
  readonly children: ReactNode;
}

function Trial({ effect, children }: TrialProps) {
  return (
    <li className={styles.trial}>
      {children}
      <p>{effect}</p>
    </li>
  );
}

interface FaultButtonProps {
  readonly isDanger?: boolean;
  readonly isBusy: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function FaultButton({ isDanger = false, isBusy, onClick, children }: FaultButtonProps) {
  const className = isDanger ? 'button button-danger' : 'button';
  return (
    <button type="button" className={className} disabled={isBusy} onClick={onClick}>
      {children}
    </button>
  );
}
