import type { ApiRoute } from '../base/api-call.ts';
import { COMMENT_ROUTES } from './comment-routes.ts';
import { MEMBER_ROUTES } from './member-routes.ts';
import { CONNECTED_ACCOUNTS, GROUPS, PHONE_NUMBERS, ROLES, SEND_AS } from './people-resources.ts';
import { renderTemplate } from './render-template.ts';
import { resourceRoutes } from './resource.ts';
import { UNSUBSCRIBE_ROUTES } from './unsubscribe-routes.ts';
import { EMAIL_TEMPLATES, SEQUENCE_SUBSCRIPTIONS, SEQUENCES, SMS_TEMPLATES } from './template-resources.ts';
import { BLOCKED_PHONE_NUMBERS, CUSTOM_OBJECTS, OUTCOMES, PLAYBOOKS, SMART_VIEWS } from './work-resources.ts';

/** What stands around the records: people, templates, views. */
export const RESOURCE_ROUTES: readonly ApiRoute[] = [
  // Before the resources: `/user/availability/` is no user.
  ...MEMBER_ROUTES,
  ...COMMENT_ROUTES,
  ...UNSUBSCRIBE_ROUTES,
  { method: 'GET', path: '/email_template/{id}/render/', answer: renderTemplate },
  ...[
    EMAIL_TEMPLATES,
    SMS_TEMPLATES,
    SEQUENCES,
    SEQUENCE_SUBSCRIPTIONS,
    GROUPS,
    ROLES,
    PHONE_NUMBERS,
    SEND_AS,
    CONNECTED_ACCOUNTS,
    SMART_VIEWS,
    OUTCOMES,
    PLAYBOOKS,
    BLOCKED_PHONE_NUMBERS,
    CUSTOM_OBJECTS,
  ].flatMap(resourceRoutes),
];
