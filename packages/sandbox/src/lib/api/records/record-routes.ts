import type { ApiRoute } from '../base/api-call.ts';
import { contactRoutes } from './contact-routes.ts';
import { enrichmentRoutes } from './enrichment-routes.ts';
import { leadRoutes } from './lead-routes.ts';
import { mergeRoutes } from './merge-routes.ts';
import { opportunityRoutes } from './opportunity-routes.ts';
import { taskRoutes } from './task-routes.ts';

/** The routes of leads, contacts, opportunities and tasks. */
export const recordRoutes: readonly ApiRoute[] = [
  ...mergeRoutes,
  ...leadRoutes,
  ...contactRoutes,
  ...opportunityRoutes,
  ...taskRoutes,
  ...enrichmentRoutes,
];
