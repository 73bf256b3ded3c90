import { optimistic, useCloseMutation, useCloseQuery } from '@closekit/react';
import type { ReactNode } from 'react';
import { StateCard } from './state-card.tsx';

/** Props of {@link MutationCard}. */
export interface MutationCardProps {
  /** Whether a write shows before Close has responded. */
  readonly isOptimistic: boolean;
}

/** A list of leads, each with a button that renames it. */
export function MutationCard({ isOptimistic }: MutationCardProps): ReactNode {
  const leads = useCloseQuery((q) => q.leads.list({ _limit: 3 }), { select: (page) => page.data });
  return (
    <ul style={{ display: 'grid', gap: '1rem', padding: 0 }}>
      {leads.data?.map((lead) => (
        <li key={lead.id} style={{ listStyle: 'none' }}>
          <LeadCard id={lead.id} nameInList={lead.name ?? ''} isOptimistic={isOptimistic} />
        </li>
      ))}
    </ul>
  );
}

interface LeadCardProps extends MutationCardProps {
  readonly id: string;
  readonly nameInList: string;
}

function LeadCard({ id, nameInList, isOptimistic }: LeadCardProps): ReactNode {
  const lead = useCloseQuery((q) => q.leads.get(id));
  const rename = useCloseMutation((m) => (isOptimistic ? optimistic(m.leads.update()) : m.leads.update()));
  const facts = {
    'mutation.status': rename.status,
    'mutation.error.code': rename.error?.code,
    'mutation.error.fieldErrors':
      rename.error &&
      Object.entries(rename.error.fieldErrors)
        .map((entry) => entry.join(': '))
        .join('; '),
    'name in the list': nameInList,
    'name of the lead': lead.data?.name,
  };
  return (
    <StateCard title="useCloseMutation((m) => m.leads.update())" facts={facts}>
      <button className="button" onClick={() => rename.mutate({ id, body: { name: 'Renamed' } })}>
        Rename
      </button>
      <button className="button" onClick={() => rename.mutate({ id, body: { name: 'Renamed again' } })}>
        Rename again
      </button>
    </StateCard>
  );
}
