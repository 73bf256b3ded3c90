import { useCloseQuery } from '@closekit/react';
import { HydrationBoundary } from '@tanstack/react-query';
import { Link } from 'react-router';
import { prefetch } from '../prefetch.server.ts';
import type { Route } from './+types/lead.ts';

export const loader = ({ request, params }: Route.LoaderArgs) =>
  prefetch(request, (cache, queries) => cache.query(queries.leads.get(params.leadId)));

export default function LeadRoute({ loaderData, params }: Route.ComponentProps) {
  return (
    <HydrationBoundary state={loaderData}>
      <LeadDetails id={params.leadId} />
    </HydrationBoundary>
  );
}

function LeadDetails({ id }: { id: string }) {
  const lead = useCloseQuery((q) => q.leads.get(id));
  return (
    <main>
      <Link to="/">All leads</Link>
      {lead.isPending && <output>Loading…</output>}
      {lead.isError && <p role="alert">{lead.error.message}</p>}
      {lead.data && (
        <>
          <h1>{lead.data.display_name}</h1>
          <p>{lead.data.status_label}</p>
          <ul>
            {lead.data.contacts?.map((contact) => (
              <li key={contact.id}>{contact.display_name}</li>
            ))}
          </ul>
        </>
      )}
    </main>
  );
}
