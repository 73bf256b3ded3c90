import { closeDocument } from './close-document.ts';
import type { ResponseObject } from './open-api-document.ts';
import type { FoundOperation } from './operation-for.ts';

/**
 * Returns a pointer to the schema of the request body of an operation.
 *
 * @param found - The operation.
 * @returns A JSON pointer into {@link closeDocument}; `undefined` when the operation has no request body.
 */
export function requestSchemaPointer({ operation, path, method }: FoundOperation): string | undefined {
  if (operation.requestBody?.content?.['application/json']?.schema === undefined) return undefined;
  return `#/paths/${escapeStep(path)}/${method}/requestBody/${jsonSchema}`;
}

/**
 * Returns a pointer to the schema of the response body of an operation.
 *
 * @param found - The operation.
 * @param status - The HTTP status of the response.
 * @returns A JSON pointer into {@link closeDocument}; `undefined` when the document has no body for the
 * status.
 * @example
 * const found = operationFor('GET', '/me/');
 * const pointer = found && responseSchemaPointer(found, 200);
 * ajv.addSchema(closeDocument, 'close').compile({ $ref: `close${pointer}` })(await response.json());
 */
export function responseSchemaPointer(
  { operation, path, method }: FoundOperation,
  status: number,
): string | undefined {
  const response = operation.responses?.[String(status)];
  if (response === undefined) return undefined;
  if ('$ref' in response) {
    const shared = closeDocument.components.responses?.[response.$ref.slice(sharedResponses.length)];
    return hasSchema(shared) ? `${response.$ref}/${jsonSchema}` : undefined;
  }
  if (!hasSchema(response)) return undefined;
  return `#/paths/${escapeStep(path)}/${method}/responses/${status}/${jsonSchema}`;
}

const sharedResponses = '#/components/responses/';
const jsonSchema = 'content/application~1json/schema';

function hasSchema(response: ResponseObject | undefined): boolean {
  return response?.content?.['application/json']?.schema !== undefined;
}

/** The pointer is part of a URI fragment, so braces are percent-encoded. */
function escapeStep(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
}
