import { cookieSession, createCloseClient } from '@closekit/client';
import { CloseProvider, SignedIn } from '@closekit/react';
import { closeSession } from '@closekit/server';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Links, Meta, Outlet, Scripts, ScrollRestoration } from 'react-router';
import type { Route } from './+types/root.ts';
import styles from './app.css?url';
import { handler } from './close.server.ts';
import { Account } from './parts/account.tsx';
import { Welcome } from './parts/welcome.tsx';

const close = createCloseClient({ auth: cookieSession('/api/close') });

export const meta: Route.MetaFunction = () => [{ title: 'Leads' }];

export const links: Route.LinksFunction = () => [{ rel: 'stylesheet', href: styles }];

export const loader = async ({ request }: Route.LoaderArgs) => ({
  session: await closeSession(handler, request),
});

/** A page holds what its user may see: nobody else gets it from a cache. */
export const headers: Route.HeadersFunction = () => ({ 'cache-control': 'private, no-store' });

/** Who is connected is read once; from then on the provider follows it. */
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
      <p role="alert">Load it again in a moment.</p>
    </main>
  );
}

export default function App({ loaderData }: Route.ComponentProps) {
  // What the server has just fetched is not asked for again.
  const [cache] = useState(() => new QueryClient({ defaultOptions: { queries: { staleTime: 60_000 } } }));
  return (
    <QueryClientProvider client={cache}>
      <CloseProvider client={close} initialSession={loaderData.session}>
        <SignedIn fallback={<Welcome />}>
          <Account />
          <Outlet />
        </SignedIn>
      </CloseProvider>
    </QueryClientProvider>
  );
}
