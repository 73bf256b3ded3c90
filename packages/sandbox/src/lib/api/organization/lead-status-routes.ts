import { rowOf } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { invalidRequest } from '../base/api-refusal.ts';

/** Lead statuses: list, get, create, rename, delete. */
export const leadStatusRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/status/lead/',
    handle: ({ data }) => ({ data: data.leadStatuses.all(), has_more: false }),
  },
  { method: 'POST', path: '/status/lead/', handle: create },
  { method: 'GET', path: '/status/lead/{id}/', handle: (call) => rowOf(call, call.data.leadStatuses) },
  { method: 'PUT', path: '/status/lead/{id}/', handle: update },
  { method: 'DELETE', path: '/status/lead/{id}/', handle: remove },
];

function create({ data, body }: ApiCall): object {
  const organization_id = data.organization.id;
  return data.leadStatuses.add({ id: data.ids.id('stat_'), organization_id, label: String(body['label']) });
}

function update(call: ApiCall): object {
  const status = rowOf(call, call.data.leadStatuses);
  call.data.leadStatuses.update(status, { label: String(call.body['label']) });
  return status;
}

function remove(call: ApiCall): void {
  const status = rowOf(call, call.data.leadStatuses);
  const isUsed = call.data.leads.all().some((lead) => lead.status_id === status.id);
  if (isUsed) throw invalidRequest('This status is still in use by leads.');
  call.data.leadStatuses.remove(status);
}
