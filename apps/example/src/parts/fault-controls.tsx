import type { ReactNode } from 'react';
import type { DemoState } from '../demo-requests.ts';
import { useDemoActions } from '../hooks/use-demo-actions.ts';
import { FailureNotice } from './failure-notice.tsx';
import styles from './fault-controls.module.css';
import { Switch } from './switch.tsx';

/** Buttons and switches that break one thing each, with a line about what one should see. */
export function FaultControls({ state }: { readonly state: DemoState }) {
  const { expire, revoke, breakApi } = useDemoActions();
  const failed = [expire, revoke, breakApi].find(({ isError }) => isError);
  return (
    <>
      <ul className={styles.trials}>
        <Trial see="One call is refused, the token is renewed, the call is repeated. No screen notices.">
          <FaultButton isBusy={expire.isPending} onClick={() => expire.mutate(1)}>
            Expire token now
          </FaultButton>
        </Trial>
        <Trial see="One is refused and renews the token. Those that come meanwhile join it.">
          <FaultButton isBusy={expire.isPending} onClick={() => expire.mutate(10)}>
            Expire it under ten calls
          </FaultButton>
        </Trial>
        <Trial see="As if somebody removed the app there: the page stays, a banner offers to reconnect.">
          <FaultButton isDanger isBusy={revoke.isPending} onClick={() => revoke.mutate()}>
            Revoke at Close
          </FaultButton>
        </Trial>
        <Trial see="What is loaded stays. What is asked for now fails after three tries.">
          <Switch isOn={state.down} onChange={(down) => breakApi.mutate({ down })}>
            Close API down
          </Switch>
        </Trial>
        <Trial see="Every answer takes two seconds. Edits still show at once.">
          <Switch isOn={state.slow} onChange={(slow) => breakApi.mutate({ slow })}>
            Close API slow
          </Switch>
        </Trial>
      </ul>
      {failed && <FailureNotice title="That did not work out as planned." error={failed.error} />}
    </>
  );
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
