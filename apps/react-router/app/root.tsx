import { cookieSession, createCloseClient } from '@closekit/client';
import { CloseProvider, SignedIn } from '@closekit/react';
import { ConnectionBanner, UserMenu } from '@closekit/react/parts';
import { closeSession } from '@closekit/server';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Links, Meta, Outlet, Scripts, ScrollRestoration } from 'react-router';
import type { Route } from './+types/root.ts';
import styles from './app.css?url';
import { handler } from './close.server.ts';
import { Welcome } from './parts/welcome.tsx';

const close = createCloseClient({ auth: cookieSession('/api/close') });

export const meta: Route.MetaFunction = () => [{ title: 'Leads' }];

export const links: Route.LinksFunction = () => [{ rel: 'stylesheet', href: styles }];

export const loader = async ({ request }: Route.LoaderArgs) => ({
  session: await closeSession(handler, request),
});

/** A page contains data of its user, so no shared cache may store it. */
export const headers: Route.HeadersFunction = () => ({ 'cache-control': 'private, no-store' });

/** The session is read once; after that the provider tracks it. */
export const shouldRevalidate = () => false;

export function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="data:," />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export function ErrorBoundary() {
  return (
    <main>
      <h1>This page could not be shown</h1>
      <p role="alert">Reload it in a moment.</p>
    </main>
  );
}

export default function App({ loaderData }: Route.ComponentProps) {
  // With a `staleTime`, the browser does not refetch the data of the server.
  const [cache] = useState(() => new QueryClient({ defaultOptions: { queries: { staleTime: 60_000 } } }));
  return (
    <QueryClientProvider client={cache}>
      <CloseProvider client={close} initialSession={loaderData.session}>
        <ConnectionBanner className="banner" />
        <UserMenu>{({ user, organization }) => `${user.name} · ${organization.name}`}</UserMenu>
        <SignedIn fallback={<Welcome />}>
          <Outlet />
        </SignedIn>
      </CloseProvider>
    </QueryClientProvider>
  );
}
