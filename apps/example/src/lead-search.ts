import type { SearchQuery } from '@closekit/client/models';
import type { LeadQueryFilter } from './lead-query.ts';

/** Writes the filter of the list as a structured search, which exports and Smart Views need. */
export function leadSearch({ search, statusIds }: LeadQueryFilter): SearchQuery {
  const queries: SearchQuery[] = [{ type: 'object_type', object_type: 'lead' }];
  if (search !== '') queries.push({ type: 'text', mode: 'phrase', value: search });
  if (statusIds.length > 0) {
    queries.push({
      type: 'field_condition',
      field: { type: 'regular_field', object_type: 'lead', field_name: 'status_id' },
      condition: { type: 'reference', reference_type: 'status.lead', object_ids: [...statusIds] },
    });
  }
  return { type: 'and', queries };
}
