import type { ApiRoute } from './api-call.ts';
import { CONTACT_ROUTES } from './contact-routes.ts';
import { LEAD_ROUTES } from './lead-routes.ts';
import { ME_ROUTES } from './me-routes.ts';
import { ORGANIZATION_ROUTES } from './organization-routes.ts';
import { USER_ROUTES } from './user-routes.ts';

/** Every operation that the sandbox serves. */
export const API_ROUTES: readonly ApiRoute[] = [
  ...ME_ROUTES,
  ...USER_ROUTES,
  ...ORGANIZATION_ROUTES,
  ...LEAD_ROUTES,
  ...CONTACT_ROUTES,
];
