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
 * Writes the signature of an operation, generic where members of the response can be selected: parameters and
 * result, such as `(id: string, options?: RequestOptions): CloseCall<Lead>;`. It is one and not two, so that
 * the compiler reports a wrong argument in one line.
 */
export function signatureOf(operation: ApiOperation): string {
  const { selectable } = operation;
  const name = operation.query.length > 0 ? optionsName(operation) : 'RequestOptions';
  const options = selectable === undefined ? name : `${name} & SelectFields<F>`;
  const optional = operation.queryRequired ? '' : '?';
  const parameters = [...argumentsOf(operation), `options${optional}: ${options}`].join(', ');
  if (selectable === undefined) return `(${parameters}): ${returnType(operation)};`;
  return `<F extends ${fieldNames(selectable)} = never>(${parameters}): ${selectedType(operation, selectable)};`;
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
    return [body, response, pages && item, selectable?.model].filter((name) => name !== undefined);
  });
}

function returnType({ response, item, pages }: ApiOperation): string {
  if (pages !== undefined) return `CloseList<${item}, ${response}>`;
  return `CloseCall<${response ?? 'void'}>`;
}

function selectedType(operation: ApiOperation, selectable: Selectable): string {
  const { response, item, pages } = operation;
  const whole = returnType(operation);
  const selected = selectedModel(selectable);
  if (item === undefined) return selection(whole, `CloseCall<${selected}>`);
  const page = `SelectedPage<${response}, ${selected}>`;
  return selection(whole, pages === undefined ? `CloseCall<${page}>` : `CloseList<${selected}, ${page}>`);
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

/** Writes the choice between two types: without a selection, the compiler never looks at the second. */
export function selection(whole: string, selected: string): string {
  return `[F] extends [never] ? ${whole} : ${selected}`;
}

function selectedModel({ model, union }: Selectable): string {
  return union ? `CloseSelection<${model}, F>` : `Pick<${model}, F>`;
}
