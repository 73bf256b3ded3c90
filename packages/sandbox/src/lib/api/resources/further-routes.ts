import { rowOf, timestampOf } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { membershipRoutes } from './membership-routes.ts';
import { phoneNumberRoutes } from './phone-number-routes.ts';
import { renderResource, tableOf } from './resource.ts';
import { schedulingRoutes } from './scheduling-routes.ts';
import { sendAsRoutes } from './send-as-routes.ts';
import { playbooks } from './work-resources.ts';

/** The operations of resources besides list, get, create, update and delete. */
export const furtherRoutes: readonly ApiRoute[] = [
  ...membershipRoutes,
  ...phoneNumberRoutes,
  ...schedulingRoutes,
  ...sendAsRoutes,
  { method: 'POST', path: '/playbook/{id}/archive/', handle: (call) => setArchived(call, true) },
  { method: 'POST', path: '/playbook/{id}/unarchive/', handle: (call) => setArchived(call, false) },
];

function setArchived(call: ApiCall, isArchived: boolean): object {
  const table = tableOf(call.data, playbooks);
  const row = rowOf(call, table);
  const at = timestampOf(call);
  table.update(row, {
    archived_at: isArchived ? at : null,
    archived_by_id: isArchived ? call.user.id : null,
    updated_at: at,
    updated_by_id: call.user.id,
  });
  return renderResource(call.data, playbooks, row);
}
