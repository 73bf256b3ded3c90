import type { OpportunityRow } from '../../model/rows/opportunity-row.ts';
import { opportunityStatusChangeFields } from '../../model/fields/status-change-fields.ts';
import type { ApiCall } from '../base/api-call.ts';
import { logActivity } from '../base/log-activity.ts';

/** Logs the status change of an opportunity on its lead. */
export function logOpportunityStatusChange(call: ApiCall, row: OpportunityRow, oldStatusId: string): void {
  const own = opportunityStatusChangeFields(call.data, row, oldStatusId);
  logActivity(call, 'OpportunityStatusChange', { leadId: row.lead_id, own });
}
