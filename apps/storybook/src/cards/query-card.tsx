import { useCloseQuery } from '@closekit/react';
import type { ReactNode } from 'react';
import { StateCard } from './state-card.tsx';

/** Props of {@link QueryCard}. */
export interface QueryCardProps {
  /** Query text. Default: all leads. */
  readonly search?: string;
  /** Number of leads to show. */
  readonly limit?: number;
}

/** Shows the result of `useCloseQuery` for a list of leads. */
export function QueryCard({ search, limit = 5 }: QueryCardProps): ReactNode {
  const leads = useCloseQuery((q) => q.leads.list({ ...(search && { query: search }), _limit: limit }));
  const { error } = leads;
  const facts = {
    status: leads.status,
    fetchStatus: leads.fetchStatus,
    'error.code': error?.code,
    'error.status': error?.status,
    'error.message': error?.message,
    'data.length': leads.data?.data.length,
  };
  const names = leads.data?.data.map((lead) => <li key={lead.id}>{lead.display_name}</li>);
  return (
    <StateCard title="useCloseQuery((q) => q.leads.list())" facts={facts}>
      {names && names.length > 0 && <ul>{names}</ul>}
      {error && <p role="alert">{error.message}</p>}
      <button className="button" onClick={() => void leads.refetch()}>
        Refetch
      </button>
    </StateCard>
  );
}
