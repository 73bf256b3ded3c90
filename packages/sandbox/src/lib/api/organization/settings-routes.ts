import type { ApiRoute } from '../base/api-call.ts';
import { CUSTOM_ROUTES } from '../custom/custom-routes.ts';
import { LEAD_STATUS_ROUTES } from './lead-status-routes.ts';
import { OPPORTUNITY_STATUS_ROUTES } from './opportunity-status-routes.ts';
import { PIPELINE_ROUTES } from './pipeline-routes.ts';

/** What an organization sets up for its records: statuses, pipelines, custom fields. */
export const SETTINGS_ROUTES: readonly ApiRoute[] = [
  ...LEAD_STATUS_ROUTES,
  ...OPPORTUNITY_STATUS_ROUTES,
  ...PIPELINE_ROUTES,
  ...CUSTOM_ROUTES,
];
