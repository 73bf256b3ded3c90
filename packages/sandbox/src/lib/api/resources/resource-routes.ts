import type { ApiRoute } from '../base/api-call.ts';
import { commentRoutes } from './comment-routes.ts';
import { memberRoutes } from './member-routes.ts';
import { connectedAccounts, groups, phoneNumbers, roles, sendAs } from './people-resources.ts';
import { renderTemplate } from './render-template.ts';
import { routesOfResource } from './resource.ts';
import { unsubscribeRoutes } from './unsubscribe-routes.ts';
import { emailTemplates, sequenceSubscriptions, sequences, smsTemplates } from './template-resources.ts';
import { blockedPhoneNumbers, customObjects, outcomes, playbooks, smartViews } from './work-resources.ts';

/** The routes of the resources other than records: people, templates, views. */
export const resourceRoutes: readonly ApiRoute[] = [
  ...memberRoutes,
  ...commentRoutes,
  ...unsubscribeRoutes,
  { method: 'GET', path: '/email_template/{id}/render/', handle: renderTemplate },
  ...[
    emailTemplates,
    smsTemplates,
    sequences,
    sequenceSubscriptions,
    groups,
    roles,
    phoneNumbers,
    sendAs,
    connectedAccounts,
    smartViews,
    outcomes,
    playbooks,
    blockedPhoneNumbers,
    customObjects,
  ].flatMap(routesOfResource),
];
