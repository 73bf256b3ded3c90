/** The page around the table of docs/crm-table.md. */
// #region page
import { SignedIn } from '@closekit/react';
import { ConnectButton, ConnectionBanner, OrganizationSwitcher } from '@closekit/react/parts';
import { DealTable } from './crm-table.tsx';

export const CrmPage = () => (
  <main>
    <ConnectionBanner />
    <OrganizationSwitcher />
    <SignedIn fallback={<ConnectButton />}>
      <DealTable />
    </SignedIn>
  </main>
);
// #endregion
