import { touched } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { notFound } from '../base/api-refusal.ts';
import { renderOrganization } from './render-organization.ts';

/** The organization of the token: get and update. */
export const organizationRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/organization/{id}/', handle: (call) => renderOrganization(own(call)) },
  { method: 'PUT', path: '/organization/{id}/', handle: update },
];

function update(call: ApiCall): object {
  const data = own(call);
  const { lead_statuses: statuses, ...patch } = call.body;
  Object.assign(data.organization, patch, touched(call));
  if (Array.isArray(statuses)) relabel(call, statuses);
  return renderOrganization(data);
}

function relabel({ data }: ApiCall, statuses: readonly { id?: unknown; label?: unknown }[]): void {
  for (const { id, label } of statuses) {
    const status = data.leadStatuses.get(String(id));
    if (status !== undefined && typeof label === 'string') data.leadStatuses.update(status, { label });
  }
}

function own({ data, id }: ApiCall): ApiCall['data'] {
  if (data.organization.id !== id) throw notFound();
  return data;
}
