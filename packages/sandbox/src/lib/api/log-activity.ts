import { type ActivityRow, type ActivityType, newActivityRow } from '../model/activity-row.ts';
import { type ApiCall, newOrigin } from './api-call.ts';

/** Writes an activity of the present moment into the timeline of a lead. */
export function logActivity(
  call: ApiCall,
  type: ActivityType,
  { leadId, own }: { leadId: string; own: Record<string, unknown> },
): ActivityRow {
  const row = newActivityRow(newOrigin(call, 'acti_'), leadId, type);
  row.own = own;
  return call.data.activities.add(row);
}
