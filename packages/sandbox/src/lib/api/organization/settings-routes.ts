import type { ApiRoute } from '../base/api-call.ts';
import { customRoutes } from '../custom/custom-routes.ts';
import { leadStatusRoutes } from './lead-status-routes.ts';
import { opportunityStatusRoutes } from './opportunity-status-routes.ts';
import { pipelineRoutes } from './pipeline-routes.ts';

/** The settings of records: statuses, pipelines and custom fields. */
export const settingsRoutes: readonly ApiRoute[] = [
  ...leadStatusRoutes,
  ...opportunityStatusRoutes,
  ...pipelineRoutes,
  ...customRoutes,
];
