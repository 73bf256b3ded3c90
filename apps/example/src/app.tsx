import { useCloseAuth } from '@closekit/react';
import { Suspense, useEffect } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { setCurrentExport } from './current-export.ts';
import { later } from './load-ahead.ts';
import { AppShell } from './parts/app-shell.tsx';
import { CrashBoundary } from './parts/crash-boundary.tsx';
import { Skeleton } from './parts/skeleton.tsx';
import { ConnectScreen } from './screens/connect-screen.tsx';
import { LeadsScreen } from './screens/leads-screen.tsx';
import { NotFoundScreen } from './screens/not-found-screen.tsx';
import { StartingScreen } from './screens/starting-screen.tsx';

const OpportunitiesScreen = later(
  async () => (await import('./screens/opportunities-screen.tsx')).OpportunitiesScreen,
);
const ConnectionScreen = later(
  async () => (await import('./screens/connection-screen.tsx')).ConnectionScreen,
);

/** One screen when signed out, the routes when connected. A lost connection keeps its page mounted. */
export function App() {
  const auth = useCloseAuth();
  const scope = 'organization' in auth ? `${auth.organization?.id} ${auth.user?.id}` : '';
  if (auth.status === 'loading') return <StartingScreen />;
  if (auth.status === 'signed-out' || auth.status === 'error') return <ConnectScreen />;
  return (
    <AppShell>
      <Screens key={scope} />
    </AppShell>
  );
}

/** The screens of one organization and one user: drafts, failures and open forms end with them. */
function Screens() {
  const [location] = useLocation();
  // An export outlives the screens, but not its organization.
  useEffect(() => () => setCurrentExport(undefined), []);
  return (
    <CrashBoundary resetKey={location}>
      <Suspense fallback={<Skeleton lines={8} label="Loading the screen…" />}>
        <Switch>
          <Route path="/">
            <Redirect to="/leads" replace />
          </Route>
          <Route path="/leads/:id?">{({ id }) => <LeadsScreen selectedId={id} />}</Route>
          <Route path="/opportunities" component={OpportunitiesScreen} />
          <Route path="/connection" component={ConnectionScreen} />
          <Route component={NotFoundScreen} />
        </Switch>
      </Suspense>
    </CrashBoundary>
  );
}
