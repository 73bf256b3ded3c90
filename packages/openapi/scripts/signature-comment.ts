import type { ApiOperation } from './api-operation.ts';
import { operationComment } from './source-text.ts';

/**
 * Writes what a caller of an operation should know.
 *
 * @param operation - The operation.
 * @param indent - How far in the comment stands.
 * @param before - Tags of parameters that come before those of the operation.
 * @returns The comment, ending in a line break.
 */
export function signatureComment(
  operation: ApiOperation,
  indent = '',
  before: readonly string[] = [],
): string {
  const ownOptions =
    operation.query.length > 0
      ? 'The query parameters, and how to send the request.'
      : 'How to send the request.';
  return operationComment(operation, indent, [
    ...before,
    ...operation.pathParameters.map(({ name, description }) => `@param ${name} ${description ?? ''}`),
    ...(operation.body === undefined ? [] : [`@param body ${operation.bodyDescription ?? ''}`]),
    `@param options ${ownOptions}`,
    `@returns ${operation.answer === undefined ? 'Nothing.' : (operation.answerDescription ?? '')}`,
    '@throws CloseApiError when Close refuses, or cannot be reached.',
  ]);
}
