import type { ApiRoute } from '../base/api-call.ts';
import type { ReferenceKinds } from '../base/read-body.ts';
import { resourceShapes } from '../../../generated/resource-shapes.ts';
import { comments, commentThreads, workResources, workRoutes } from './work-resources.ts';
import { memberships, peopleRoutes, pinningAndSendingRoutes } from './people-routes.ts';
import { peopleResources, phoneNumberRoutes } from './people-resources.ts';
import { routesOfResource, tableOf } from '../base/resource.ts';
import type { Resource } from '../base/resource.ts';
import { sequences, sequenceSubscriptions } from './sequence-resources.ts';
import { settings, emailTemplates, renderTemplate, smsTemplates } from './settings.ts';

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

/** What the ids of these resources name. */
const kinds: ReferenceKinds = Object.fromEntries(
  resources.map((resource) => {
    const name = resource.path.slice(1, -1).replaceAll('_', ' ');
    return [resourceShapes[resource.path].prefix, { name, rows: (data) => tableOf(data, resource) }];
  }),
);

/** The operations of resources besides list, get, create, update and delete. */
export const furtherRoutes: readonly ApiRoute[] = [
  ...phoneNumberRoutes,
  ...pinningAndSendingRoutes,
  ...workRoutes,
];

export const resourceRoutes: readonly ApiRoute[] = [
  ...peopleRoutes,
  ...furtherRoutes,
  { method: 'GET', path: '/email_template/{id}/render/', handle: renderTemplate },
  ...resources.flatMap((resource) => routesOfResource(resource, kinds)),
];
