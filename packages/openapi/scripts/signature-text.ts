import type { ApiOperation } from './api-operation.ts';
import { typeName } from './source-text.ts';

/**
 * Names the type of the query parameters of an operation.
 *
 * @param operation the operation
 * @returns such as `LeadsListQuery`
 */
export function queryName(operation: ApiOperation): string {
  return `${typeName(operation.place)}Query`;
}

/**
 * Names the type of the options of an operation.
 *
 * @param operation the operation
 * @returns such as `LeadsListOptions`
 */
export function optionsName(operation: ApiOperation): string {
  return `${typeName(operation.place)}Options`;
}

/**
 * Writes how an operation can be called: as it is, and with `fields` where the members of the answer can be chosen.
 * The plain one comes first, so that a call without `fields` never looks at type parameters.
 *
 * @param operation the operation
 * @returns parameters and result of each: `(id: string, options?: LeadsGetOptions): CloseCall<Lead>;`
 */
export function signaturesOf(operation: ApiOperation): string[] {
  const { selectable } = operation;
  const options = operation.query.length > 0 ? optionsName(operation) : 'RequestOptions';
  const optional = operation.queryRequired ? '' : '?';
  const whole = `(${[...argumentsOf(operation), `options${optional}: ${options}`].join(', ')}): ${returnType(operation)};`;
  if (selectable === undefined) return [whole];
  const keys = selectable.union ? `FieldOf<${selectable.model}>` : `keyof ${selectable.model}`;
  const chosen = `options: ${queryName(operation)} & SelectFields<F>`;
  return [
    whole,
    `<F extends ${keys}>(${[...argumentsOf(operation), chosen].join(', ')}): ${selectedType(operation, selectable)};`,
  ];
}

/**
 * Writes the positional arguments of an operation.
 *
 * @param operation the operation
 * @returns such as `id: string`, `body: LeadUpdate`
 */
export function argumentsOf(operation: ApiOperation): string[] {
  return [
    ...operation.pathParameters.map(({ name }) => `${name}: string`),
    ...(operation.body === undefined ? [] : [`body: ${operation.body}`]),
  ];
}

/**
 * Lists the models that the signatures of operations name.
 *
 * @param operations the operations
 * @returns names of models and of query parameters, some more than once
 */
export function importedModels(operations: readonly ApiOperation[]): string[] {
  return operations.flatMap((operation) => {
    const { body, answer, item, pages, selectable } = operation;
    const query = selectable && queryName(operation);
    return [body, answer, pages && item, selectable?.model, query].filter((name) => name !== undefined);
  });
}

function returnType({ answer, item, pages }: ApiOperation): string {
  if (pages !== undefined) return `CloseList<${item}, ${answer}>`;
  return `CloseCall<${answer ?? 'void'}>`;
}

type Chosen = NonNullable<ApiOperation['selectable']>;

function selectedType({ answer, item, pages }: ApiOperation, { model, union }: Chosen): string {
  const selected = union ? `CloseSelection<${model}, F>` : `Pick<${model}, F>`;
  if (item === undefined) return `CloseCall<${selected}>`;
  const page = `SelectedPage<${answer}, ${selected}>`;
  return pages === undefined ? `CloseCall<${page}>` : `CloseList<${selected}, ${page}>`;
}
