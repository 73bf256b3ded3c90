import type { Lead } from '@closekit/client/models';
import { useCloseQuery } from '@closekit/react';
import type { ReactNode } from 'react';

/** Props of {@link WithLead}. */
export interface WithLeadProps {
  /** Renders the lead. */
  readonly children: (lead: Lead) => ReactNode;
}

/** Loads the first lead of the sandbox, for parts that take a lead. */
export function WithLead({ children }: WithLeadProps): ReactNode {
  const first = useCloseQuery((q) => q.leads.list({ _limit: 1 }), { select: ({ data }) => data[0]?.id });
  const lead = useCloseQuery((q) => q.leads.get(first.data ?? ''), { enabled: first.data !== undefined });
  return lead.data ? children(lead.data) : null;
}
