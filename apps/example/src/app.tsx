import { useCloseAuth } from '@closekit/react';
import { Redirect, Route, Switch } from 'wouter';
import { AppShell } from './parts/app-shell.tsx';
import { ConnectScreen } from './screens/connect-screen.tsx';
import { ConnectionScreen } from './screens/connection-screen.tsx';
import { LeadsScreen } from './screens/leads-screen.tsx';
import { NotFoundScreen } from './screens/not-found-screen.tsx';
import { OpportunitiesScreen } from './screens/opportunities-screen.tsx';
import { StartingScreen } from './screens/starting-screen.tsx';

/** Signed out there is one screen; connected, the routes. A connection that needs renewal keeps its page mounted. */
export function App() {
  const auth = useCloseAuth();
  if (auth.status === 'loading') return <StartingScreen />;
  if (auth.status === 'signed-out' || auth.status === 'error') return <ConnectScreen />;
  return (
    <AppShell>
      <Switch>
        <Route path="/">
          <Redirect to="/leads" replace />
        </Route>
        <Route path="/leads/:id?">{({ id }) => <LeadsScreen selectedId={id} />}</Route>
        <Route path="/opportunities" component={OpportunitiesScreen} />
        <Route path="/connection" component={ConnectionScreen} />
        <Route component={NotFoundScreen} />
      </Switch>
    </AppShell>
  );
}
