import { ConnectionBanner, OrganizationSwitcher, UserMenu } from '@closekit/react/parts';
import type { ReactNode } from 'react';
import { readSession } from '../session.ts';
import { Providers } from './providers.tsx';

export const metadata = { title: 'Leads', icons: 'data:,' };

export default async function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <Providers session={await readSession()}>
          <ConnectionBanner />
          <OrganizationSwitcher />
          <UserMenu />
          {children}
        </Providers>
      </body>
    </html>
  );
}
