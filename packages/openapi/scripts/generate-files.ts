import type { OpenApiDocument } from '../src/lib/open-api-document.ts';
import { readOperations } from './api-operation.ts';
import type { OverlayAction } from './apply-overlay.ts';
import { printDocument } from './bundle.ts';
import { portableDocument } from './portable-document.ts';
import { writeModels } from './write-models.ts';
import { writeOperations } from './write-operations.ts';
import { writeQueries } from './write-queries.ts';
import { writeResourceShapes } from './write-resource-shapes.ts';
import { writeResources } from './write-resources.ts';
import { writeRules } from './write-rules.ts';
import { writeSchema } from './write-schema.ts';

/**
 * Generates every file that depends on the document, and on the overlay of the sandbox's own rules. Returns
 * the texts by path below `packages`.
 */
export async function generateFiles(
  document: OpenApiDocument,
  overlay: readonly OverlayAction[] = [],
): Promise<ReadonlyMap<string, string>> {
  const operations = readOperations(document);
  return new Map([
    ['openapi/close.openapi.json', printDocument(portableDocument(document))],
    ['client/src/generated/schema.ts', await writeSchema(document, operations)],
    ['client/src/generated/models.ts', writeModels(document, operations)],
    ['client/src/generated/operations.ts', writeOperations(operations)],
    ['client/src/generated/resources.ts', writeResources(operations)],
    ['react/src/generated/queries.ts', writeQueries(operations)],
    ['sandbox/src/generated/resource-shapes.ts', writeResourceShapes(document, operations)],
    ['sandbox/src/generated/request-rules.ts', writeRules(document, overlay)],
  ]);
}
