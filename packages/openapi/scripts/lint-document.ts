import type { OpenApiDocument, ParameterObject, ResponseObject } from '../src/lib/open-api-document.ts';
import { isRead, resolveParameter, resolveResponse } from './api-operation.ts';
import { lintJsonSchemas } from './lint-json-schemas.ts';
import { lintSchemas } from './lint-schemas.ts';
import { operationSites } from './operation-sites.ts';
import type { OperationSite } from './operation-sites.ts';

/** The failures that every operation describes. */
const errorStatuses = ['400', '401', '402', '403', '404', '429'];

/** Checks the rules that the generated code relies on. Returns one sentence for each violation. */
export function lintDocument(document: OpenApiDocument): string[] {
  const sites = allSites(document);
  return [
    ...lintPaths(document),
    ...lintUniqueIds(sites),
    ...sites.flatMap((site) => operationRules.flatMap((rule) => rule(document, site))),
    ...lintSchemas(document),
    ...lintJsonSchemas(document),
  ];
}

interface Site extends OperationSite {
  readonly parameters: readonly ParameterObject[];
}

type OperationRule = (document: OpenApiDocument, site: Site) => string[];

const operationRules: readonly OperationRule[] = [
  lintFacts,
  lintKind,
  lintPathParameters,
  lintParameters,
  lintBody,
  lintResponses,
];

function allSites(document: OpenApiDocument): Site[] {
  return operationSites(document).map((site) => {
    const parameters = [...(site.item.parameters ?? []), ...(site.operation.parameters ?? [])];
    return { ...site, parameters: parameters.map((one) => resolveParameter(document, one)) };
  });
}

function lintPaths(document: OpenApiDocument): string[] {
  return Object.keys(document.paths)
    .filter((path) => !/^\/.*\/$/.test(path))
    .map((path) => `${path}: a path must start and end with a slash.`);
}

function lintUniqueIds(sites: readonly Site[]): string[] {
  const ids = sites.map((site) => site.operation.operationId);
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].map(
    (id) => `${id}: the id is used twice.`,
  );
}

function lintFacts(document: OpenApiDocument, { path, operation }: Site): string[] {
  const name = operation.operationId ?? path;
  const tags = new Set(document.tags?.map((tag) => tag.name));
  return [
    ...(operation.operationId ? [] : [`${path}: an operation has no operationId.`]),
    ...(operation.summary ? [] : [`${name}: no summary.`]),
    ...(operation.description ? [] : [`${name}: no description.`]),
    ...(operation['x-closekit-pagination'] ? [] : [`${name}: no x-closekit-pagination.`]),
    ...(operation['x-closekit-evidence']?.length ? [] : [`${name}: no x-closekit-evidence.`]),
    ...(operation.tags?.length && operation.tags.every((tag) => tags.has(tag))
      ? []
      : [`${name}: no known tag.`]),
  ];
}

function lintKind(_document: OpenApiDocument, { method, operation }: Site): string[] {
  const name = operation.operationId;
  const { 'x-closekit-kind': kind, 'x-closekit-pagination': pagination } = operation;
  return [
    ...(kind === undefined || kind === 'read'
      ? []
      : [`${name}: x-closekit-kind must be read, not ${String(kind)}.`]),
    ...(kind === undefined || method === 'post'
      ? []
      : [`${name}: x-closekit-kind is for POST only; any other method decides by itself.`]),
    ...(pagination === 'none' || isRead(method, operation)
      ? []
      : [`${name}: an operation with pages needs x-closekit-kind: read.`]),
  ];
}

function lintPathParameters(_document: OpenApiDocument, { path, operation, parameters }: Site): string[] {
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const described = parameters.filter((parameter) => parameter.in === 'path' && parameter.required === true);
  return named
    .filter((name) => !described.some((parameter) => parameter.name === name))
    .map((name) => `${operation.operationId}: the path parameter ${name} is not described as required.`);
}

function lintParameters(_document: OpenApiDocument, { operation, parameters }: Site): string[] {
  return parameters.flatMap((parameter) => {
    const name = `${operation.operationId}: the parameter ${parameter.name}`;
    const list = parameter.in === 'query' && parameter.schema?.type === 'array';
    return [
      ...(parameter.description ? [] : [`${name} has no description.`]),
      ...(parameter.schema ? [] : [`${name} has no schema.`]),
      ...(list && (parameter.style !== 'form' || parameter.explode !== false)
        ? [`${name} is a list and needs style: form and explode: false.`]
        : []),
    ];
  });
}

function lintBody(_document: OpenApiDocument, { operation }: Site): string[] {
  const { requestBody } = operation;
  if (!requestBody) return [];
  return [
    ...(requestBody.required === true ? [] : [`${operation.operationId}: the body is not required.`]),
    ...(requestBody.content?.['application/json']?.schema?.$ref
      ? []
      : [`${operation.operationId}: the body has no named schema.`]),
  ];
}

function lintResponses(document: OpenApiDocument, { operation }: Site): string[] {
  const responses = Object.entries(operation.responses ?? {});
  const untyped = responses.filter(([, response]) => !isTyped(resolveResponse(document, response)));
  const missing = errorStatuses.filter((status) => !operation.responses?.[status]);
  return [
    ...(responses.some(([status]) => status.startsWith('2'))
      ? []
      : [`${operation.operationId}: no 2xx response.`]),
    ...responses
      .filter(([status]) => !/^\d{3}$/.test(status))
      .map(([status]) => `${operation.operationId}: the status ${status} is not a number.`),
    ...untyped.map(([status]) => `${operation.operationId}: the response ${status} has no type.`),
    ...missing.map((status) => `${operation.operationId}: the response ${status} is missing.`),
  ];
}

function isTyped(response: ResponseObject): boolean {
  return (
    response['x-closekit-empty'] === true || response.content?.['application/json']?.schema !== undefined
  );
}
