import { closeDocument } from './close-document.ts';
import { httpMethods } from './open-api-document.ts';
import type { HttpMethod, OperationObject, PathItem } from './open-api-document.ts';

/** The operation of a request. */
export interface FoundOperation {
  /** The operation, as the document describes it. */
  readonly operation: OperationObject;
  /** The method, in lower case. */
  readonly method: HttpMethod;
  /** The path as the document spells it: `/lead/{id}/`. */
  readonly path: string;
  /** The values of the path parameters: `{ id: 'lead_…' }`. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/**
 * Finds the operation of a request.
 *
 * @param method - The HTTP method, in any case.
 * @param path - The path below the base URL, without a query: `/lead/lead_123/`.
 * @returns The operation; `undefined` when the document has none.
 * @example
 * operationFor('GET', '/lead/lead_123/')?.operation.operationId; // 'leads_get'
 */
export function operationFor(method: string, path: string): FoundOperation | undefined {
  const wanted = httpMethods.find((one) => one === method.toLowerCase());
  if (wanted === undefined) return undefined;
  for (const route of routes) {
    const match = route.pattern.exec(path);
    const operation = match && closeDocument.paths[route.path]?.[wanted];
    if (operation)
      return { operation, method: wanted, path: route.path, pathParameters: { ...match.groups } };
  }
  return undefined;
}

interface Route {
  readonly path: string;
  readonly pattern: RegExp;
}

// Fixed paths first: `/lead/merge/` also matches `/lead/{id}/`.
const routes: readonly Route[] = Object.entries(closeDocument.paths)
  .map(([path, item]) => ({ path, pattern: patternOf(path, item) }))
  .toSorted((a, b) => Number(a.path.includes('{')) - Number(b.path.includes('{')));

function patternOf(path: string, item: PathItem): RegExp {
  const segments = (item.parameters ?? []).flatMap((parameter) =>
    'x-closekit-segments' in parameter ? [parameter.name] : [],
  );
  const group = (name: string): string => `(?<${name}>${segments.includes(name) ? '.+' : '[^/]+'})`;
  return new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => group(name))}$`);
}
