import type { PlainRow } from '../../model/rows/plain-row.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { invalidRequest, notFound } from '../base/api-refusal.ts';
import { checkField } from '../base/check-body.ts';
import { filterRows } from '../base/filter-rows.ts';
import { sendAs } from './people-resources.ts';
import { createRow, renderResource, tableOf } from './resource.ts';

/** Permissions to send as another user: several at once. */
export const sendAsRoutes: readonly ApiRoute[] = [
  { method: 'DELETE', path: '/send_as/', status: 204, readsQuery: true, handle: removeByUser },
  { method: 'POST', path: '/send_as/bulk/', handle: change },
];

function removeByUser({ data, query }: ApiCall): void {
  const filters = { allowed_user_id: read('allowed_user_id'), allowing_user_id: read('allowing_user_id') };
  if (!Object.keys(filters).some((name) => query.get(name)))
    throw invalidRequest('Either allowed_user_id or allowing_user_id is required.');
  const found = filterRows(tableOf(data, sendAs).all(), query, filters);
  if (found.length === 0) throw notFound();
  for (const row of found) tableOf(data, sendAs).remove(row);
}

function read(name: string): (row: PlainRow) => unknown {
  return (row) => row[name];
}

/** Grants and revokes permissions to send as the calling user. */
function change(call: ApiCall): object {
  const { data, body, user } = call;
  const table = tableOf(data, sendAs);
  const own = (): PlainRow[] => table.all().filter((row) => row['allowing_user_id'] === user.id);
  const idsIn = (name: string): unknown[] => (Array.isArray(body[name]) ? body[name] : []);
  for (const id of idsIn('allowed_user_ids')) {
    checkField(data.users.get(String(id)) !== undefined, 'allowed_user_ids', 'This user does not exist');
    if (!own().some((row) => row['allowed_user_id'] === id))
      createRow(call, sendAs, { allowed_user_id: id, allowing_user_id: user.id });
  }
  const revoked = idsIn('disallowed_user_ids');
  for (const row of own()) if (revoked.includes(row['allowed_user_id'])) table.remove(row);
  return { data: own().map((row) => renderResource(data, sendAs, row)) };
}
