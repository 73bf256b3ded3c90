import type { ApiRoute } from '../base/api-call.ts';
import { routesOf } from './activity-kind.ts';
import { activityKinds } from './activity-kinds.ts';
import { emailThreadRoutes } from './email-thread-routes.ts';
import { listAllActivities } from './list-activities.ts';
import { meetingIntegrationRoute } from './meeting-integration.ts';
import { messageKinds } from './message-kinds.ts';

/** The routes of activities: all kinds together, and each kind. */
export const activityRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/activity/', handle: listAllActivities },
  ...emailThreadRoutes,
  meetingIntegrationRoute,
  ...[...activityKinds, ...messageKinds].flatMap(routesOf),
];
