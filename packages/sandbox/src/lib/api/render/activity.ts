import type { ActivityRow } from '../../model/rows/activity-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { authorNames, userName } from './parts.ts';

export function renderActivity(data: OrganizationData, { own, ...shared }: ActivityRow): object {
  return { ...shared, user_name: userName(data, shared.user_id), ...authorNames(data, shared), ...own };
}
