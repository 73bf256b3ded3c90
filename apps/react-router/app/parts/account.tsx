import { useCloseAuth } from '@closekit/react';

/** The connected user and organization, with a button to disconnect. */
export function Account() {
  const auth = useCloseAuth();
  if (auth.status !== 'signed-in' && auth.status !== 'needs-reauth') return null;
  return (
    <header className="account">
      <span>
        {auth.user?.name} · {auth.organization?.name}
      </span>
      {auth.status === 'needs-reauth' && <button onClick={() => auth.signIn()}>Reconnect</button>}
      <button onClick={() => void auth.signOut()}>Disconnect</button>
    </header>
  );
}
