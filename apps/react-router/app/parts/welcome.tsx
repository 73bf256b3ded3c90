import { useCloseAuth } from '@closekit/react';

/** Shown to users who are not connected. */
export function Welcome() {
  const auth = useCloseAuth();
  if (auth.status === 'loading') return <output>One moment…</output>;
  return (
    <main>
      <h1>Your leads, rendered on the server</h1>
      {auth.status === 'signed-out' && auth.error && <p role="alert">Connecting to Close failed.</p>}
      {auth.status === 'error' && <p role="alert">{auth.error.message}</p>}
      <button onClick={() => auth.signIn()}>Connect to Close</button>
    </main>
  );
}
