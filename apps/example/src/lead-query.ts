import type { LeadStatus } from '@closekit/client/models';

export interface LeadQueryFilter {
  readonly search: string;
  readonly statusIds: readonly string[];
}

/** Writes a filter as query text of Close, which names statuses by their labels. */
export function leadQuery({ search, statusIds }: LeadQueryFilter, statuses: readonly LeadStatus[]): string {
  const labels = statuses.filter(({ id }) => statusIds.includes(id)).map(({ label }) => label);
  const isOne = labels.map((label) => `status:"${label.replaceAll('"', '')}"`).join(' or ');
  return [search, isOne && `(${isOne})`].filter(Boolean).join(' ');
}
