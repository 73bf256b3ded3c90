import type { PlainRow } from '../../model/rows/plain-row.ts';
import { appOf } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { notFound } from '../base/api-refusal.ts';
import { checkField } from '../base/check-body.ts';
import { plainTable } from '../base/plain-table.ts';
import { createRow, renderResource, tableOf } from './resource.ts';
import { schedulingLinks, sharedSchedulingLinks } from './work-resources.ts';

/** The scheduling links of apps, and the links of users that a shared link represents. */
export const schedulingRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/scheduling_link/integration/', handle: upsert },
  { method: 'DELETE', path: '/scheduling_link/integration/{source_id}/', status: 204, handle: remove },
  { method: 'POST', path: '/shared_scheduling_link_association/', status: 201, handle: map },
  { method: 'POST', path: '/shared_scheduling_link_association/unmap/', handle: unmap },
];

function linkOfApp(call: ApiCall, sourceId: unknown): PlainRow | undefined {
  const { clientId } = appOf(call);
  return tableOf(call.data, schedulingLinks)
    .all()
    .filter((row) => row['oauth_client_id'] === clientId && row['user_id'] === call.user.id)
    .find((row) => row['source_id'] === sourceId);
}

function upsert(call: ApiCall): object {
  const { data, body } = call;
  const known = linkOfApp(call, body['source_id']);
  const row =
    known ??
    createRow(call, schedulingLinks, { source: 'THIRD_PARTY', oauth_client_id: appOf(call).clientId });
  tableOf(data, schedulingLinks).update(row, body);
  return renderResource(data, schedulingLinks, row);
}

function remove(call: ApiCall): void {
  const row = linkOfApp(call, call.params['source_id']);
  if (row === undefined) throw notFound();
  tableOf(call.data, schedulingLinks).remove(row);
}

const associations = 'scheduling link associations';

function map(call: ApiCall): object {
  const { data, body, user } = call;
  const { shared_scheduling_link_id: sharedId, user_scheduling_link_id: linkId, url = null } = body;
  const shared = tableOf(data, sharedSchedulingLinks).get(String(sharedId));
  const link = tableOf(data, schedulingLinks).get(String(linkId));
  checkField(shared !== undefined, 'shared_scheduling_link_id', 'This scheduling link does not exist');
  checkField(link !== undefined, 'user_scheduling_link_id', 'This scheduling link does not exist');
  const { user_id = user.id } = body;
  const association = {
    organization_id: data.organization.id,
    shared_scheduling_link_id: shared.id,
    user_id,
    user_scheduling_link_id: link.id,
    url,
  };
  plainTable(data, associations).add({ id: `${shared.id} ${String(user_id)}`, ...association });
  return association;
}

function unmap(call: ApiCall): object {
  const { data, body, user } = call;
  const table = plainTable(data, associations);
  const { shared_scheduling_link_id: id, user_id = user.id } = body;
  const row = table.get(`${String(id)} ${String(user_id)}`);
  if (row === undefined) throw notFound();
  table.remove(row);
  return {};
}
