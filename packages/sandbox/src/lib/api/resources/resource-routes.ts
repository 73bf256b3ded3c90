import type { ApiRoute } from '../base/api-call.ts';
import { createReferenceCheck } from './check-references.ts';
import { comments, commentThreads } from './comment-resources.ts';
import { furtherRoutes } from './further-routes.ts';
import { memberRoutes } from './member-routes.ts';
import { connectedAccounts, groups, memberships, phoneNumbers, roles, sendAs } from './people-resources.ts';
import { renderTemplate } from './render-template.ts';
import { routesOfResource } from './resource.ts';
import type { Resource } from './resource.ts';
import { sequences, sequenceSubscriptions } from './sequence-resources.ts';
import { emailTemplates, smsTemplates } from './template-resources.ts';
import { unsubscribeRoutes } from './unsubscribe-routes.ts';
import {
  blockedPhoneNumbers,
  customObjects,
  dialers,
  forms,
  integrationLinks,
  outcomes,
  playbooks,
  schedulingLinks,
  sharedSchedulingLinks,
  smartViews,
} from './work-resources.ts';

/** The resources other than records: people, templates, views. */
export const resources: readonly Resource[] = [
  emailTemplates,
  smsTemplates,
  sequences,
  sequenceSubscriptions,
  groups,
  roles,
  memberships,
  phoneNumbers,
  sendAs,
  connectedAccounts,
  smartViews,
  outcomes,
  playbooks,
  blockedPhoneNumbers,
  customObjects,
  comments,
  commentThreads,
  integrationLinks,
  schedulingLinks,
  sharedSchedulingLinks,
  forms,
  dialers,
];

const checkReferences = createReferenceCheck(resources);

/** The routes of the resources, and what belongs to them. */
export const resourceRoutes: readonly ApiRoute[] = [
  ...memberRoutes,
  ...furtherRoutes,
  ...unsubscribeRoutes,
  { method: 'GET', path: '/email_template/{id}/render/', handle: renderTemplate },
  ...resources.flatMap((resource) => routesOfResource(resource, checkReferences)),
];
