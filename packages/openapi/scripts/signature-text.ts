import type { ApiOperation, Selectable } from './api-operation.ts';
import { typeName } from './source-text.ts';

/**
 * Names the type of the query parameters of an operation.
 *
 * @param operation - The operation.
 * @returns Such as `LeadsListQuery`.
 */
export function queryName(operation: ApiOperation): string {
  return `${typeName(operation.place)}Query`;
}

/**
 * Names the type of the options of an operation.
 *
 * @param operation - The operation.
 * @returns Such as `LeadsListOptions`.
 */
export function optionsName(operation: ApiOperation): string {
  return `${typeName(operation.place)}Options`;
}

/**
 * Writes how an operation can be called: as it is, and with `fields` where the members of the answer can be chosen.
 * The plain one comes first, so that a call without `fields` never looks at type parameters.
 *
 * @param operation - The operation.
 * @returns Parameters and result of each: `(id: string, options?: LeadsGetOptions): CloseCall<Lead>;`.
 */
export function signaturesOf(operation: ApiOperation): string[] {
  const { selectable } = operation;
  const options = operation.query.length > 0 ? optionsName(operation) : 'RequestOptions';
  const optional = operation.queryRequired ? '' : '?';
  const whole = `(${[...argumentsOf(operation), `options${optional}: ${options}`].join(', ')}): ${returnType(operation)};`;
  if (selectable === undefined) return [whole];
  const chosen = `options: ${queryName(operation)} & SelectFields<F>`;
  return [
    whole,
    `<F extends ${fieldNames(selectable)}>(${[...argumentsOf(operation), chosen].join(', ')}): ${selectedType(operation, selectable)};`,
  ];
}

/**
 * Writes the positional arguments of an operation.
 *
 * @param operation - The operation.
 * @returns Such as `id: string`, `body: LeadUpdate`.
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
 * @param operations - The operations.
 * @returns Names of models and of query parameters, some more than once.
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

function selectedType({ answer, item, pages }: ApiOperation, selectable: Selectable): string {
  const selected = selectedModel(selectable);
  if (item === undefined) return `CloseCall<${selected}>`;
  const page = `SelectedPage<${answer}, ${selected}>`;
  return pages === undefined ? `CloseCall<${page}>` : `CloseList<${selected}, ${page}>`;
}

/**
 * Writes what names of members can be chosen from.
 *
 * @param selectable - The model.
 * @returns Such as `keyof Lead`.
 */
export function fieldNames({ model, union }: Selectable): string {
  return union ? `FieldOf<${model}>` : `keyof ${model}`;
}

/**
 * Writes what is left of the answer of an operation when members `F` are chosen.
 *
 * @param operation - The operation.
 * @param selectable - The model.
 * @returns Such as `Pick<Lead, F>` or `SelectedPage<LeadPage, Pick<Lead, F>>`.
 */
export function selectedAnswer({ answer, item }: ApiOperation, selectable: Selectable): string {
  const selected = selectedModel(selectable);
  return item === undefined ? selected : `SelectedPage<${answer}, ${selected}>`;
}

function selectedModel({ model, union }: Selectable): string {
  return union ? `CloseSelection<${model}, F>` : `Pick<${model}, F>`;
}
