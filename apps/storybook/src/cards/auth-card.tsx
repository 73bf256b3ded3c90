import { useCloseAuth } from '@closekit/react';
import type { ReactNode } from 'react';
import { StateCard } from './state-card.tsx';

/** Shows the result of `useCloseAuth`, with its actions as buttons. */
export function AuthCard(): ReactNode {
  const auth = useCloseAuth();
  const connection = 'organization' in auth ? auth : undefined;
  const others = connection?.organizations?.filter(({ id }) => id !== connection.organization?.id) ?? [];
  const facts = {
    status: auth.status,
    refreshing: auth.status === 'signed-in' ? auth.refreshing : undefined,
    'user.name': connection?.user?.name,
    'organization.name': connection?.organization?.name,
    organizations: connection?.organizations?.map(({ name }) => name).join(', '),
    refreshes: connection?.refreshes,
    'error.code': 'error' in auth ? auth.error?.code : undefined,
  };
  return (
    <StateCard title="useCloseAuth()" facts={facts}>
      {auth.status === 'signed-in' ? (
        <>
          <button className="button" onClick={() => void auth.signOut()}>
            Sign out
          </button>
          <button className="button" onClick={() => void auth.disconnect()}>
            Disconnect
          </button>
        </>
      ) : (
        <button className="button" onClick={() => auth.signIn()}>
          Connect
        </button>
      )}
      <button className="button" onClick={() => void auth.reload()}>
        Reload
      </button>
      {others.map(({ id, name }) => (
        <button
          className="button"
          key={id}
          onClick={() => void auth.switchOrganization(id)}
        >{`Switch to ${name}`}</button>
      ))}
      {connection && (
        <button className="button" onClick={() => void auth.switchOrganization()}>
          Connect another organization
        </button>
      )}
    </StateCard>
  );
}
