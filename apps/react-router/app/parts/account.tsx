import { useCloseAuth } from '@closekit/react';
import { useState } from 'react';

const leftBehind = 'This app loses access in all of your browsers. You can connect again at any time.';

/** The connected user and organization, with a menu to leave. */
export function Account() {
  const auth = useCloseAuth();
  const [hasFailed, setFailed] = useState(false);
  if (auth.status !== 'signed-in' && auth.status !== 'needs-reauth') return null;
  const organization = auth.organization?.name;
  const leave = (work: Promise<void>): void => {
    setFailed(false);
    work.catch(() => setFailed(true));
  };
  return (
    <header className="account">
      {auth.status === 'needs-reauth' && <button onClick={() => auth.signIn()}>Reconnect</button>}
      {hasFailed && <p role="alert">That failed. Try again.</p>}
      <details>
        <summary>
          {auth.user?.name} · {organization}
        </summary>
        <button onClick={() => leave(auth.signOut())}>Sign out</button>
        <button
          onClick={() => {
            // oxlint-disable-next-line no-alert -- one question needs no dialog of its own
            if (confirm(`Disconnect ${organization} from Close? ${leftBehind}`)) leave(auth.disconnect());
          }}
        >
          Disconnect from Close
        </button>
      </details>
    </header>
  );
}
