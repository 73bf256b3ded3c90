import { newActivityRow } from '../../model/rows/activity-row.ts';
import type { ActivityRow, ActivityType } from '../../model/rows/activity-row.ts';
import { newOrigin } from './api-call.ts';
import type { ApiCall } from './api-call.ts';

export function logActivity(
  call: ApiCall,
  type: ActivityType,
  { leadId, ...patch }: { leadId: string } & Partial<ActivityRow>,
): ActivityRow {
  const row = newActivityRow(newOrigin(call, 'acti_'), leadId, type);
  return call.data.activities.add(Object.assign(row, patch));
}
