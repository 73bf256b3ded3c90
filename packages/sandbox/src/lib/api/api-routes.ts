import { activityRoutes } from './activities/activity-routes.ts';
import type { ApiRoute } from './base/api-call.ts';
import { bulkActionControlRoutes, bulkActionRoutes } from './jobs/run-jobs.ts';
import { eventRoutes } from './events/event-routes.ts';
import { exportRoutes } from './exports/export-routes.ts';
import { organizationRoutes } from './organization/organization-routes.ts';
import { enrichmentRoutes } from './records/enrichment-routes.ts';
import { leadRoutes } from './records/lead-routes.ts';
import { opportunityAndTaskRoutes } from './records/opportunity-and-task-routes.ts';
import { reportRoutes } from './reports/report-routes.ts';
import { resourceRoutes } from './resources/resource-routes.ts';
import { searchRoutes } from './search/search-routes.ts';
import { customRoutes } from './custom/custom-routes.ts';
import { fileRoutes } from './files/file-routes.ts';
import { webhookRoutes } from './webhooks/webhook-routes.ts';

/** The routes of every operation of the OpenAPI document that the sandbox serves. */
export const apiRoutes: readonly ApiRoute[] = [
  ...resourceRoutes,
  ...organizationRoutes,
  ...leadRoutes,
  ...opportunityAndTaskRoutes,
  ...enrichmentRoutes,
  ...customRoutes,
  ...activityRoutes,
  ...searchRoutes,
  ...exportRoutes,
  ...fileRoutes,
  ...webhookRoutes,
  ...eventRoutes,
  ...bulkActionRoutes,
  ...reportRoutes,
];

/** All routes. The docs of Close describe the control of bulk actions; its OpenAPI document does not. */
export const servedRoutes: readonly ApiRoute[] = [...apiRoutes, ...bulkActionControlRoutes];
