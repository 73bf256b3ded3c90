import type { ApiOperation, Selectable } from './api-operation.ts';
import { typeName } from './source-text.ts';

/** Names the type of the query parameters of an operation: `LeadsListQuery`. */
export function queryName(operation: ApiOperation): string {
  return `${typeName(operation.place)}Query`;
}

/** Names the type of the options of an operation: `LeadsListOptions`. */
export function optionsName(operation: ApiOperation): string {
  return `${typeName(operation.place)}Options`;
}

/**
 * Writes the signatures of an operation: the plain one, and one with `fields` where members of the response
 * can be selected. The plain one comes first, so that a call without `fields` involves no type parameters.
 * Each is parameters and result: `(id: string, options?: LeadsGetOptions): CloseCall<Lead>;`.
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

/** Writes the positional arguments of an operation: `id: string`, `body: LeadUpdate`. */
export function argumentsOf(operation: ApiOperation): string[] {
  return [
    ...operation.pathParameters.map(({ name }) => `${name}: string`),
    ...(operation.body === undefined ? [] : [`body: ${operation.body}`]),
  ];
}

/** Lists the names of models and query parameters in the signatures of operations, with repetitions. */
export function importedModels(operations: readonly ApiOperation[]): string[] {
  return operations.flatMap((operation) => {
    const { body, response, item, pages, selectable } = operation;
    const query = selectable && queryName(operation);
    return [body, response, pages && item, selectable?.model, query].filter((name) => name !== undefined);
  });
}

function returnType({ response, item, pages }: ApiOperation): string {
  if (pages !== undefined) return `CloseList<${item}, ${response}>`;
  return `CloseCall<${response ?? 'void'}>`;
}

function selectedType({ response, item, pages }: ApiOperation, selectable: Selectable): string {
  const selected = selectedModel(selectable);
  if (item === undefined) return `CloseCall<${selected}>`;
  const page = `SelectedPage<${response}, ${selected}>`;
  return pages === undefined ? `CloseCall<${page}>` : `CloseList<${selected}, ${page}>`;
}

/** Writes the type of the selectable names of a model: `keyof Lead`. */
export function fieldNames({ model, union }: Selectable): string {
  return union ? `FieldOf<${model}>` : `keyof ${model}`;
}

/** Writes the type of the response with only the members `F`, such as `Pick<Lead, F>`. */
export function selectedResponse({ response, item }: ApiOperation, selectable: Selectable): string {
  const selected = selectedModel(selectable);
  return item === undefined ? selected : `SelectedPage<${response}, ${selected}>`;
}

function selectedModel({ model, union }: Selectable): string {
  return union ? `CloseSelection<${model}, F>` : `Pick<${model}, F>`;
}
