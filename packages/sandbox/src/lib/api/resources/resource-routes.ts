import type { ApiRoute } from '../base/api-call.ts';
import { createReferenceCheck } from './check-references.ts';
import { comments, commentThreads } from './comment-resources.ts';
import { memberships, pinnedViewRoutes } from './memberships.ts';
import { peopleResources } from './people-resources.ts';
import { peopleRoutes, sendAsRoutes } from './people-routes.ts';
import { phoneNumberRoutes } from './phone-number-routes.ts';
import { routesOfResource } from './resource.ts';
import type { Resource } from './resource.ts';
import { sequences, sequenceSubscriptions } from './sequence-resources.ts';
import { settings } from './settings.ts';
import { emailTemplates, renderTemplate, smsTemplates } from './template-resources.ts';
import { workResources } from './work-resources.ts';
import { workRoutes } from './work-routes.ts';

/** The resources other than records and settings. */
const resources: readonly Resource[] = [
  emailTemplates,
  smsTemplates,
  sequences,
  sequenceSubscriptions,
  memberships,
  comments,
  commentThreads,
  ...peopleResources,
  ...workResources,
];

export const allResources: readonly Resource[] = [...settings, ...resources];

const checkReferences = createReferenceCheck(resources);

/** The operations of resources besides list, get, create, update and delete. */
export const furtherRoutes: readonly ApiRoute[] = [
  ...pinnedViewRoutes,
  ...phoneNumberRoutes,
  ...sendAsRoutes,
  ...workRoutes,
];

/** The routes of the resources, and what belongs to them. */
export const resourceRoutes: readonly ApiRoute[] = [
  ...peopleRoutes,
  ...furtherRoutes,
  { method: 'GET', path: '/email_template/{id}/render/', handle: renderTemplate },
  ...resources.flatMap((resource) => routesOfResource(resource, checkReferences)),
];
