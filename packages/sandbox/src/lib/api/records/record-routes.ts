import type { ApiRoute } from '../base/api-call.ts';
import { CONTACT_ROUTES } from './contact-routes.ts';
import { LEAD_ROUTES } from './lead-routes.ts';
import { MERGE_ROUTES } from './merge-route.ts';
import { OPPORTUNITY_ROUTES } from './opportunity-routes.ts';
import { TASK_ROUTES } from './task-routes.ts';

/** Leads and what hangs on them. */
export const RECORD_ROUTES: readonly ApiRoute[] = [
  ...MERGE_ROUTES,
  ...LEAD_ROUTES,
  ...CONTACT_ROUTES,
  ...OPPORTUNITY_ROUTES,
  ...TASK_ROUTES,
];
