import type { OpenApiDocument } from '../src/lib/open-api-document.ts';
import type { ApiOperation } from './api-operation.ts';
import { resourceShape } from './resource-shape.ts';
import { header } from './source-text.ts';

/** The resources that the sandbox serves from their contract alone, or nearly so. */
const paths = [
  '/blocked_phone_number/',
  '/bulk_action/delete/',
  '/bulk_action/edit/',
  '/bulk_action/email/',
  '/bulk_action/sequence_subscription/',
  '/comment/',
  '/comment_thread/',
  '/connected_account/',
  '/custom_activity/',
  '/custom_object/',
  '/custom_object_type/',
  '/dialer/',
  '/email_template/',
  '/form/',
  '/group/',
  '/integration_link/',
  '/membership/',
  '/outcome/',
  '/phone_number/',
  '/pipeline/',
  '/playbook/',
  '/role/',
  '/saved_search/',
  '/scheduling_link/',
  '/send_as/',
  '/sequence/',
  '/sequence_subscription/',
  '/shared_scheduling_link/',
  '/sms_template/',
  '/status/lead/',
  '/status/opportunity/',
  '/webhook/',
] as const;

/** Writes `resource-shapes.ts` of the sandbox: what it derives from the contract of a resource. */
export function writeResourceShapes(document: OpenApiDocument, operations: readonly ApiOperation[]): string {
  const described = paths.filter((path) => Object.hasOwn(document.paths, path));
  const rows = described.map(
    (path) => `  '${path}': ${JSON.stringify(resourceShape(document, operations, path))},\n`,
  );
  return [
    header,
    `import type { ResourceShape } from '../lib/api/base/resource-shape.ts';`,
    '',
    '/** The paths of the resources. */',
    `export type ResourcePath =\n${described.map((path) => `  | '${path}'`).join('\n')};`,
    '',
    '/** The contract of each resource. */',
    `export const resourceShapes: Readonly<Record<ResourcePath, ResourceShape>> = {\n${rows.join('')}};`,
    '',
  ].join('\n');
}
