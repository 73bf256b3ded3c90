import { httpMethods } from '../src/lib/open-api-document.ts';
import type { HttpMethod, OpenApiDocument, OperationObject, PathItem } from '../src/lib/open-api-document.ts';

/** An operation, and its place in the document. */
export interface OperationSite {
  readonly path: string;
  readonly item: PathItem;
  readonly method: HttpMethod;
  readonly operation: OperationObject;
}

/** Lists every operation of a document, in its order. */
export function operationSites({ paths }: OpenApiDocument): OperationSite[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    httpMethods.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ path, item, method, operation }] : [];
    }),
  );
}
