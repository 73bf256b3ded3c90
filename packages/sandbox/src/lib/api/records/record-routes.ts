import type { ApiRoute } from '../base/api-call.ts';
import { contactRoutes } from './contact-routes.ts';
import { enrichmentRoutes } from './enrichment-routes.ts';
import { leadRoutes } from './lead-routes.ts';
import { opportunityRoutes } from './opportunity-routes.ts';
import { taskRoutes } from './task-routes.ts';

export const recordRoutes: readonly ApiRoute[] = [
  ...leadRoutes,
  ...contactRoutes,
  ...opportunityRoutes,
  ...taskRoutes,
  ...enrichmentRoutes,
];
