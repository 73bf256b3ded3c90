import type { ApiRoute } from '../base/api-call.ts';
import { customRoutes } from '../custom/custom-routes.ts';
import { leadStatusRoutes } from './lead-status-routes.ts';
import { opportunityStatusRoutes } from './opportunity-status-routes.ts';
import { pipelineRoutes } from './pipeline-routes.ts';

/** What an organization sets up for its records: statuses, pipelines, custom fields. */
export const settingsRoutes: readonly ApiRoute[] = [
  ...leadStatusRoutes,
  ...opportunityStatusRoutes,
  ...pipelineRoutes,
  ...customRoutes,
];
