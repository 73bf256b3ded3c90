import { ConnectButton } from '@closekit/react/parts';

export default function Welcome() {
  return (
    <main>
      <h1>Your leads, rendered on the server</h1>
      <ConnectButton returnTo="/leads" />
    </main>
  );
}
