import type {
  HttpMethod,
  OpenApiDocument,
  OperationObject,
  Pagination,
  ParameterObject,
  Reference,
  ResponseObject,
  SchemaObject,
} from '../src/lib/open-api-document.ts';
import { operationSites } from './operation-sites.ts';
import type { OperationSite } from './operation-sites.ts';

/** One operation of the document, as the writers need it. */
export interface ApiOperation {
  /** The `operationId`: `activities.notes_list`. */
  readonly id: string;
  /** Its place in the client: `['activities', 'notes', 'list']`. */
  readonly place: readonly string[];
  readonly method: HttpMethod;
  readonly path: string;
  readonly summary: string;
  readonly description: string | undefined;
  readonly reference: string | undefined;
  readonly pages: Exclude<Pagination, 'none'> | undefined;
  /** Whether it changes nothing, so that React may send it as a query. */
  readonly isRead: boolean;
  /** In the order of the path. */
  readonly pathParameters: readonly ParameterObject[];
  readonly query: readonly ParameterObject[];
  /** Whether a query parameter is required. */
  readonly queryRequired: boolean;
  /** Name of the schema of the body. */
  readonly body: string | undefined;
  /** Description of the body. */
  readonly bodyDescription: string | undefined;
  /** Name of the schema of the response; `undefined` where the response is empty. */
  readonly response: string | undefined;
  /** Description of the response. */
  readonly responseDescription: string | undefined;
  /** Name of the schema of the items, where the response is a list. */
  readonly item: string | undefined;
  /**
   * The model whose members `_fields` selects: the items of a list, else the response; `undefined` without
   * `_fields`.
   */
  readonly selectable: Selectable | undefined;
  /** Whether a path parameter may contain slashes, which stay unescaped. */
  readonly segments: boolean;
}

/** A model whose members `_fields` selects. */
export interface Selectable {
  /** Name of its schema. */
  readonly model: string;
  /** Whether it is one of several shapes. */
  readonly union: boolean;
}

/**
 * Reads every operation of a document, by resource, then: list, get, create, update, delete, others.
 *
 * @throws Error when an operation cannot become a method.
 */
export function readOperations(document: OpenApiDocument): ApiOperation[] {
  return operationSites(document)
    .map((site) => readOperation(document, site))
    .toSorted((a, b) => compareText(sortKey(a), sortKey(b)));
}

const usualVerbs = ['list', 'get', 'create', 'update', 'delete'];

function sortKey({ place }: ApiOperation): string {
  const verb = place.at(-1) ?? '';
  const rank = usualVerbs.includes(verb) ? usualVerbs.indexOf(verb) : usualVerbs.length;
  return [...place.slice(0, -1), rank, verb].join(' ');
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : 1;
}

/**
 * Resolves a reference to a parameter.
 *
 * @throws Error when the target does not exist.
 */
export function resolveParameter(
  document: OpenApiDocument,
  value: ParameterObject | Reference,
): ParameterObject {
  return '$ref' in value ? found(value, document.components.parameters) : value;
}

/**
 * Resolves a reference to a response.
 *
 * @throws Error when the target does not exist.
 */
export function resolveResponse(
  document: OpenApiDocument,
  value: ResponseObject | Reference,
): ResponseObject {
  return '$ref' in value ? found(value, document.components.responses) : value;
}

function found<T>(reference: Reference, parts: Readonly<Record<string, T>> | undefined): T {
  const part = parts?.[lastStep(reference.$ref)];
  if (part === undefined) throw new Error(`${reference.$ref} does not exist.`);
  return part;
}

function readOperation(document: OpenApiDocument, site: OperationSite): ApiOperation {
  const { path, item, method, operation } = site;
  const id = operation.operationId;
  const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((one) =>
    resolveParameter(document, one),
  );
  const query = parameters.filter((parameter) => parameter.in === 'query');
  const pagination = operation['x-closekit-pagination'];
  const pages = pagination === 'none' ? undefined : pagination;
  const body = schemaName(id, operation.requestBody?.content?.['application/json']?.schema);
  const success = successOf(document, operation);
  const response = isEmpty(success)
    ? undefined
    : schemaName(id, success.content?.['application/json']?.schema);
  const itemModel = response === undefined ? undefined : itemSchema(document, response);
  if (pages && itemModel === undefined) throw new Error(`${id}: ${response} has no data with named items.`);
  const pathParameters = parameters.filter((parameter) => parameter.in === 'path');
  return {
    id,
    place: placeOf(operation),
    method,
    path,
    summary: operation.summary ?? id,
    description: operation.description,
    reference: operation.externalDocs?.url,
    pages,
    isRead: isRead(method, operation),
    pathParameters: pathParameters.toSorted(
      (a, b) => path.indexOf(`{${a.name}}`) - path.indexOf(`{${b.name}}`),
    ),
    query,
    queryRequired: query.some((parameter) => parameter.required === true),
    body,
    bodyDescription: body === undefined ? undefined : document.components.schemas?.[body]?.description,
    response,
    responseDescription: success.description,
    item: itemModel,
    selectable: query.some(({ name }) => name === '_fields')
      ? selectableOf(document, itemModel ?? response)
      : undefined,
    segments: pathParameters.some((parameter) => parameter['x-closekit-segments'] === true),
  };
}

/** Whether a response says nothing: an empty body, or an object without members. */
function isEmpty(response: ResponseObject): boolean {
  return response['x-closekit-empty'] === true;
}

/** Whether an operation is a read: a GET by its method, a POST by its flag. */
export function isRead(method: HttpMethod, operation: OperationObject): boolean {
  return method === 'get' || operation['x-closekit-kind'] === 'read';
}

function selectableOf(document: OpenApiDocument, model: string | undefined): Selectable | undefined {
  if (model === undefined) return undefined;
  const schema = document.components.schemas?.[model];
  return { model, union: schema?.oneOf !== undefined || schema?.anyOf !== undefined };
}

/**
 * The tag is the resource, and the rest of the id the method: `custom_fields.lead_list` with the tag
 * `custom_fields.lead` → `customFields`, `lead`, `list`; `users_get_me` with `users` → `users`, `getMe`.
 */
function placeOf(operation: OperationObject): string[] {
  const id = operation.operationId;
  const resource = operation['x-closekit-resource'] ?? operation.tags?.[0] ?? '';
  const groups = resource.split('.');
  const rest = [resource, groups.join('_')]
    .filter((start) => id.startsWith(`${start}_`))
    .map((start) => id.slice(start.length + 1))[0];
  if (!rest) throw new Error(`${id}: the id must start with its tag, ${resource}_.`);
  return [...groups, rest].map(camelCase);
}

function camelCase(name: string): string {
  return name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function successOf(document: OpenApiDocument, operation: OperationObject): ResponseObject {
  const entry = Object.entries(operation.responses ?? {}).find(([status]) => status.startsWith('2'));
  if (!entry) throw new Error(`${operation.operationId}: no successful response.`);
  return resolveResponse(document, entry[1]);
}

function schemaName(id: string, schema: SchemaObject | undefined): string | undefined {
  if (schema === undefined) return undefined;
  if (schema.$ref === undefined) throw new Error(`${id}: the schema must be named under components.schemas.`);
  return lastStep(schema.$ref);
}

function itemSchema(document: OpenApiDocument, page: string): string | undefined {
  const reference = document.components.schemas?.[page]?.properties?.['data']?.items?.$ref;
  return reference === undefined ? undefined : lastStep(reference);
}

function lastStep(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}
