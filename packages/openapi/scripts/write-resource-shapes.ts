import type { OpenApiDocument } from '../src/lib/open-api-document.ts';
import type { ApiOperation } from './api-operation.ts';
import { resourceShape } from './resource-shape.ts';
import { header } from './source-text.ts';

/** The resources that the sandbox serves from their contract alone, or nearly so, and the kinds of records. */
const paths = [
  '/activity/call/',
  '/activity/created/',
  '/activity/custom/',
  '/activity/email/',
  '/activity/form_submission/',
  '/activity/import_update/',
  '/activity/lead_merge/',
  '/activity/meeting/',
  '/activity/note/',
  '/activity/sms/',
  '/activity/status_change/lead/',
  '/activity/status_change/opportunity/',
  '/activity/task_completed/',
  '/activity/whatsapp_message/',
  '/blocked_phone_number/',
  '/bulk_action/delete/',
  '/bulk_action/edit/',
  '/bulk_action/email/',
  '/bulk_action/sequence_subscription/',
  '/comment/',
  '/comment_thread/',
  '/connected_account/',
  '/contact/',
  '/custom_activity/',
  '/custom_object/',
  '/custom_object_type/',
  '/dialer/',
  '/email_template/',
  '/export/',
  '/export/lead/',
  '/export/opportunity/',
  '/form/',
  '/group/',
  '/integration_link/',
  '/lead/',
  '/membership/',
  '/opportunity/',
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
  '/task/',
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
