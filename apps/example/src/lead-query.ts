import type { LeadStatus } from '@closekit/client/models';

export interface LeadQueryFilter {
  readonly search: string;
  readonly statusIds: readonly string[];
}

/**
 * Puts a filter into the query text of Close. Its terms must all hold, so "one of these statuses" is said as "none of
 * the others".
 */
export function leadQuery({ search, statusIds }: LeadQueryFilter, statuses: readonly LeadStatus[]): string {
  const others = statusIds.length === 0 ? [] : statuses.filter(({ id }) => !statusIds.includes(id));
  return [search, ...others.map(({ label }) => `not status:"${label.replaceAll('"', '')}"`)]
    .filter(Boolean)
    .join(' ');
}
