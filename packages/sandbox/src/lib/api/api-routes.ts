import { ACTIVITY_ROUTES } from './activities/activity-routes.ts';
import type { ApiRoute } from './base/api-call.ts';
import { EVENT_ROUTES } from './events/event-routes.ts';
import { EXPORT_ROUTES } from './exports/export-routes.ts';
import { ME_ROUTES } from './organization/me-routes.ts';
import { ORGANIZATION_ROUTES } from './organization/organization-routes.ts';
import { RECORD_ROUTES } from './records/record-routes.ts';
import { RESOURCE_ROUTES } from './resources/resource-routes.ts';
import { SEARCH_ROUTES } from './search/search-route.ts';
import { SETTINGS_ROUTES } from './organization/settings-routes.ts';
import { USER_ROUTES } from './organization/user-routes.ts';
import { WEBHOOK_ROUTES } from './organization/webhook-routes.ts';

/** Every operation that the sandbox serves. */
export const API_ROUTES: readonly ApiRoute[] = [
  ...ME_ROUTES,
  // Before the users: `/user/availability/` is no user.
  ...RESOURCE_ROUTES,
  ...USER_ROUTES,
  ...ORGANIZATION_ROUTES,
  ...RECORD_ROUTES,
  ...SETTINGS_ROUTES,
  ...ACTIVITY_ROUTES,
  ...SEARCH_ROUTES,
  ...EXPORT_ROUTES,
  ...WEBHOOK_ROUTES,
  ...EVENT_ROUTES,
];
