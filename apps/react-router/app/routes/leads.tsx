import { useCloseQuery } from '@closekit/react';
import { HydrationBoundary } from '@tanstack/react-query';
import { Form, Link, useNavigation, useSearchParams } from 'react-router';
import { prefetch } from '../prefetch.server.ts';
import type { Route } from './+types/leads.ts';

/** The same input on the server and in the browser, so that their cache keys are equal. */
const leadsInput = (search: string) =>
  ({ query: search, _limit: 25, fields: ['id', 'display_name', 'status_label'] }) as const;

export const loader = ({ request }: Route.LoaderArgs) => {
  const search = new URL(request.url).searchParams.get('q') ?? '';
  return prefetch(request, (cache, queries) => cache.query(queries.leads.list(leadsInput(search))));
};

export default function LeadsRoute({ loaderData }: Route.ComponentProps) {
  return (
    <HydrationBoundary state={loaderData}>
      <Leads />
    </HydrationBoundary>
  );
}

function Leads() {
  const search = useSearchParams()[0].get('q') ?? '';
  const leads = useCloseQuery((q) => q.leads.list(leadsInput(search)));
  const isLeaving = useNavigation().state !== 'idle';
  return (
    <main aria-busy={isLeaving}>
      <h1>Leads</h1>
      <search>
        <Form>
          <input type="search" name="q" defaultValue={search} aria-label="Search leads" />
          <button>Search</button>
        </Form>
      </search>
      {leads.isPending && <output>Loading…</output>}
      {leads.isError && <p role="alert">{leads.error.message}</p>}
      <ul>
        {leads.data?.data.map((lead) => (
          <li key={lead.id}>
            <Link to={`/leads/${lead.id}`}>{lead.display_name}</Link> <small>{lead.status_label}</small>
          </li>
        ))}
      </ul>
    </main>
  );
}
