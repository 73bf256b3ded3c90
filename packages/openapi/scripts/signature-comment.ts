import type { ApiOperation } from './api-operation.ts';
import { operationComment, paramTag } from './source-text.ts';

/** Writes the doc comment of an operation. The tags `before` come before its own parameters. */
export function signatureComment(
  operation: ApiOperation,
  indent = '',
  before: readonly string[] = [],
): string {
  const ownOptions =
    operation.query.length > 0 ? 'Query parameters and request options.' : 'Request options.';
  return operationComment(operation, indent, [
    ...before,
    ...operation.pathParameters.map(({ name, description }) => paramTag(name, description)),
    ...(operation.body === undefined ? [] : [paramTag('body', operation.bodyDescription)]),
    paramTag('options', ownOptions),
    `@returns ${operation.response === undefined ? 'Nothing.' : (operation.responseDescription ?? '')}`,
    '@throws CloseApiError when the call fails.',
  ]);
}
