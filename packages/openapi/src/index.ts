export { closeDocument } from './lib/close-document.ts';
export { operationFor } from './lib/operation-for.ts';
export { requestSchemaPointer, responseSchemaPointer } from './lib/schema-pointers.ts';

export type {
  Components,
  Content,
  Evidence,
  HttpMethod,
  OpenApiDocument,
  OperationObject,
  Pagination,
  ParameterObject,
  PathItem,
  Reference,
  ResponseObject,
  SchemaObject,
} from './lib/open-api-document.ts';
export type { FoundOperation } from './lib/operation-for.ts';
