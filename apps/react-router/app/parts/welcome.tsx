import { ConnectButton } from '@closekit/react/parts';

/** Shown to users who are not connected. */
export const Welcome = () => (
  <main>
    <h1>Your leads, rendered on the server</h1>
    <ConnectButton fallback={<output>One moment…</output>} />
  </main>
);
