import type { ApiRoute } from '../base/api-call.ts';
import { associationRoutes } from './association-routes.ts';
import { customFieldRoutes } from './custom-field-routes.ts';
import { customTypeRoutes } from './custom-type-routes.ts';
import { recordFieldOwner, typeFieldOwner } from './field-owner.ts';
import { sharedFieldOwner } from './shared-field-owner.ts';
import { schemaRoutes } from './schema-routes.ts';

/** The routes of custom fields, custom types and schemas. */
export const customRoutes: readonly ApiRoute[] = [
  ...[
    recordFieldOwner('lead'),
    recordFieldOwner('contact'),
    recordFieldOwner('opportunity'),
    typeFieldOwner('activity'),
    typeFieldOwner('custom_object'),
    sharedFieldOwner,
  ].flatMap(customFieldRoutes),
  ...customTypeRoutes,
  ...schemaRoutes,
  ...associationRoutes,
];
