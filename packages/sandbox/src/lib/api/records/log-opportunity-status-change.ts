import type { OpportunityRow } from '../../model/rows/opportunity-row.ts';
import { opportunityStatusChangeFields } from '../../model/fields/status-change-fields.ts';
import type { ApiCall } from '../base/api-call.ts';
import { logActivity } from '../base/log-activity.ts';

/** Writes the move of an opportunity to another stage into the timeline of its lead. */
export function logOpportunityStatusChange(call: ApiCall, row: OpportunityRow, oldStatusId: string): void {
  const own = opportunityStatusChangeFields(call.data, row, oldStatusId);
  logActivity(call, 'OpportunityStatusChange', { leadId: row.lead_id, own });
}
