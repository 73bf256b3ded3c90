'use client';

import { useCloseQuery } from '@closekit/react';
import { newestLeads } from './inputs.ts';

export function Leads() {
  const leads = useCloseQuery((q) => q.leads.list(newestLeads));
  return (
    <main>
      <h1>Leads</h1>
      {leads.isPending && <output>Loading…</output>}
      {leads.isLoadingError && <p role="alert">{leads.error.message}</p>}
      <ul>
        {leads.data?.data.map((lead) => (
          <li key={lead.id} id={lead.id}>
            {lead.display_name}
          </li>
        ))}
      </ul>
      <button type="button" onClick={() => void leads.refetch()}>
        Reload
      </button>
    </main>
  );
}
