import type { PlainRow } from '../../model/rows/plain-row.ts';
import { appOf, rowOf, timestampOf, plainTable } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { found, namedRow } from '../base/api-refusal.ts';
import { createRow, renderResource, tableOf, updateRow } from './resource.ts';
import { playbooks, schedulingLinks, sharedSchedulingLinks } from './work-resources.ts';

/** Archived playbooks, the scheduling links of apps, and the links of users that a shared link represents. */
export const workRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/playbook/{id}/archive/', handle: (call) => setArchived(call, true) },
  { method: 'POST', path: '/playbook/{id}/unarchive/', handle: (call) => setArchived(call, false) },
  { method: 'POST', path: '/scheduling_link/integration/', handle: upsert },
  { method: 'DELETE', path: '/scheduling_link/integration/{source_id}/', handle: remove },
  { method: 'POST', path: '/shared_scheduling_link_association/', handle: map },
  { method: 'POST', path: '/shared_scheduling_link_association/unmap/', handle: unmap },
];

function setArchived(call: ApiCall, isArchived: boolean): object {
  const row = rowOf(call, tableOf(call.data, playbooks));
  const [at, userId] = isArchived ? [timestampOf(call), call.user.id] : [null, null];
  updateRow(call, { resource: playbooks, row }, { archived_at: at, archived_by_id: userId });
  return renderResource(call.data, playbooks, row);
}

function upsert(call: ApiCall): object {
  const { data, body } = call;
  const app = { source: 'THIRD_PARTY', oauth_client_id: appOf(call).clientId };
  const row = linkOfApp(call, body['source_id']) ?? createRow(call, schedulingLinks, app);
  tableOf(data, schedulingLinks).update(row, body);
  return renderResource(data, schedulingLinks, row);
}

function remove(call: ApiCall): void {
  tableOf(call.data, schedulingLinks).remove(found(linkOfApp(call, call.params['source_id'])));
}

function linkOfApp(call: ApiCall, sourceId: unknown): PlainRow | undefined {
  const { clientId } = appOf(call);
  return tableOf(call.data, schedulingLinks)
    .all()
    .filter((row) => row['oauth_client_id'] === clientId && row['user_id'] === call.user.id)
    .find((row) => row['source_id'] === sourceId);
}

const associations = 'scheduling link associations';

function map(call: ApiCall): object {
  const { data, body, user } = call;
  const { user_id = user.id, url = null } = body;
  const kind = 'scheduling link';
  const shared = namedRow(call, 'shared_scheduling_link_id', {
    table: tableOf(data, sharedSchedulingLinks),
    kind,
  });
  const link = namedRow(call, 'user_scheduling_link_id', { table: tableOf(data, schedulingLinks), kind });
  const association = {
    organization_id: data.organization.id,
    shared_scheduling_link_id: shared.id,
    user_id,
    user_scheduling_link_id: link.id,
    url,
  };
  plainTable(data, associations).add({ id: associationId(call), ...association });
  return association;
}

function unmap(call: ApiCall): object {
  const table = plainTable(call.data, associations);
  table.remove(found(table.get(associationId(call))));
  return {};
}

function associationId({
  user,
  body: { shared_scheduling_link_id: link, user_id = user.id },
}: ApiCall): string {
  return `${String(link)} ${String(user_id)}`;
}
