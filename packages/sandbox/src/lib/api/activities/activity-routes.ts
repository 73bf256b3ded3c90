import type { ApiRoute } from '../base/api-call.ts';
import type { ApiCall } from '../base/api-call.ts';
import { routesOf } from './activity-kind.ts';
import { callKind } from './call-kind.ts';
import { checkActivityFilters } from './check-activity-query.ts';
import { customActivityKind } from './custom-activity-kind.ts';
import { emailKind } from './email-kind.ts';
import { emailThreadRoutes } from './email-thread-routes.ts';
import { listActivities } from './list-activities.ts';
import { smsKind, whatsappKind } from './message-kinds.ts';
import { meetingIntegrationRoute } from './meeting-integration.ts';
import { noteKind } from './note-kind.ts';
import { recordedKinds } from './recorded-kinds.ts';

const activityKinds = [
  noteKind,
  callKind,
  emailKind,
  smsKind,
  whatsappKind,
  customActivityKind,
  ...recordedKinds,
];

/** The routes of activities: all kinds together, and each kind. */
export const activityRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/activity/', handle: listAll },
  ...emailThreadRoutes,
  meetingIntegrationRoute,
  ...activityKinds.flatMap(routesOf),
];

function listAll(call: ApiCall): object {
  checkActivityFilters(call);
  return listActivities(call, () => true);
}
