import { useCloseAuth } from '@closekit/react';

/** What is there for those who are not connected. */
export function Welcome() {
  const auth = useCloseAuth();
  if (auth.status === 'loading') return <output>One moment…</output>;
  return (
    <main>
      <h1>Your leads, rendered on the server</h1>
      {auth.status === 'signed-out' && auth.error && <p role="alert">Close did not connect you.</p>}
      {auth.status === 'error' && <p role="alert">{auth.error.message}</p>}
      <button onClick={() => auth.signIn()}>Connect to Close</button>
    </main>
  );
}
