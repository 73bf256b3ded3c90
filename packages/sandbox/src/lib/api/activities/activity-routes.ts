import { isRecord, recordsIn } from '../../base/is-record.ts';
import { appOf, rowOf, checkField, notFound } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { listAllActivities, routesOf } from './activity-kind.ts';
import { activityKinds } from './activity-kinds.ts';
import { emailThreadRoutes } from './email-thread-routes.ts';
import { messageKinds } from './message-kinds.ts';

export const activityRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/activity/', handle: listAllActivities },
  { method: 'POST', path: '/activity/meeting/{id}/integration/', handle: storeIntegration },
  ...emailThreadRoutes,
  ...[...activityKinds, ...messageKinds].flatMap(routesOf),
];

/** The first call of an app creates its data, the next ones replace it; an empty body changes nothing. */
function storeIntegration(call: ApiCall): object {
  const { data, body } = call;
  const app = appOf(call);
  const meeting = rowOf(call, data.activities);
  if (meeting['_type'] !== 'Meeting') throw notFound();
  const { integrations } = meeting.own;
  const stored = recordsIn(integrations);
  const isOwn = ({ oauth_client: client }: Record<string, unknown>): boolean =>
    isRecord(client) && client['id'] === app.clientId;
  const known = stored.find(isOwn);
  const { integration_data = known?.['integration_data'] } = body;
  checkField(integration_data !== undefined, 'integration_data', 'Field required');
  const integration = {
    id: known?.['id'] ?? data.ids.id('evtint_'),
    integration_name: app.name,
    integration_data,
    oauth_client: { id: app.clientId, name: app.name },
  };
  const own = { ...meeting.own, integrations: [...stored.filter((one) => !isOwn(one)), integration] };
  data.activities.update(meeting, { own });
  return integration;
}
