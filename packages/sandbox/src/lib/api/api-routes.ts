import { ACTIVITY_ROUTES } from './activity-routes.ts';
import type { ApiRoute } from './api-call.ts';
import { CONTACT_ROUTES } from './contact-routes.ts';
import { EVENT_ROUTES } from './events/event-routes.ts';
import { LEAD_ROUTES } from './lead-routes.ts';
import { ME_ROUTES } from './me-routes.ts';
import { MERGE_ROUTES } from './merge-route.ts';
import { NOTE_ROUTES } from './note-routes.ts';
import { OPPORTUNITY_ROUTES } from './opportunity-routes.ts';
import { ORGANIZATION_ROUTES } from './organization-routes.ts';
import { SEARCH_ROUTES } from './search/search-route.ts';
import { SETTINGS_ROUTES } from './settings-routes.ts';
import { TASK_ROUTES } from './task-routes.ts';
import { USER_ROUTES } from './user-routes.ts';
import { WEBHOOK_ROUTES } from './webhook-routes.ts';

/** Every operation that the sandbox serves. */
export const API_ROUTES: readonly ApiRoute[] = [
  ...ME_ROUTES,
  ...USER_ROUTES,
  ...ORGANIZATION_ROUTES,
  ...MERGE_ROUTES,
  ...LEAD_ROUTES,
  ...CONTACT_ROUTES,
  ...OPPORTUNITY_ROUTES,
  ...TASK_ROUTES,
  ...SETTINGS_ROUTES,
  ...ACTIVITY_ROUTES,
  ...NOTE_ROUTES,
  ...SEARCH_ROUTES,
  ...WEBHOOK_ROUTES,
  ...EVENT_ROUTES,
];
