import type { ApiRoute } from '../base/api-call.ts';
import { membershipRoutes } from './membership-routes.ts';
import { phoneNumberRoutes } from './phone-number-routes.ts';
import { playbookRoutes } from './playbook-routes.ts';
import { schedulingRoutes } from './scheduling-routes.ts';
import { sendAsRoutes } from './send-as-routes.ts';

/** The operations of resources besides list, get, create, update and delete. */
export const furtherRoutes: readonly ApiRoute[] = [
  ...membershipRoutes,
  ...phoneNumberRoutes,
  ...playbookRoutes,
  ...schedulingRoutes,
  ...sendAsRoutes,
];
