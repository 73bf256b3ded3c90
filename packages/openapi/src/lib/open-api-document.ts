/** HTTP methods that Close uses, as OpenAPI spells them. */
export type HttpMethod = 'get' | 'post' | 'put' | 'delete';

/** Every {@link HttpMethod}, in the order operations are written. */
export const httpMethods: readonly HttpMethod[] = ['get', 'post', 'put', 'delete'];

/** Where a statement of the document comes from; `unknown` marks what nobody has shown. */
export type Evidence = 'schema' | 'example' | 'docs' | 'live' | 'integrator' | 'unknown';

/** How a list is read page by page. */
export type Pagination = 'offset' | 'cursor' | 'body-cursor' | 'none';

/** A pointer to another place of the document, such as `#/components/schemas/Lead`. */
export interface Reference {
  readonly $ref: string;
  readonly description?: string;
}

/** A JSON Schema (2020-12), as far as the document uses it. */
export interface SchemaObject {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaObject>>;
  readonly patternProperties?: Readonly<Record<string, SchemaObject>>;
  readonly additionalProperties?: boolean | SchemaObject;
  readonly items?: SchemaObject;
  readonly allOf?: readonly SchemaObject[];
  readonly anyOf?: readonly SchemaObject[];
  readonly oneOf?: readonly SchemaObject[];
  readonly enum?: readonly (string | number | null)[];
  readonly const?: string | number | boolean;
  readonly format?: string;
  readonly pattern?: string;
  readonly examples?: readonly unknown[];
  readonly discriminator?: {
    readonly propertyName: string;
    readonly mapping?: Readonly<Record<string, string>>;
  };
  readonly 'x-closekit-evidence'?: readonly Evidence[];
  /** Values known to exist where others may: the type stays open. */
  readonly 'x-closekit-known-values'?: readonly string[];
  /** Whose custom fields an object has, and whether they are read or written. */
  readonly 'x-closekit-custom-fields'?: string;
  /** The resource whose members the open object may have. */
  readonly 'x-closekit-values-of'?: string;
}

/** A query or path parameter. */
export interface ParameterObject {
  readonly name: string;
  readonly in: 'query' | 'path' | 'header';
  readonly description?: string;
  readonly required?: boolean;
  readonly style?: string;
  readonly explode?: boolean;
  readonly schema?: SchemaObject;
  /** Set on a path parameter that may hold slashes; they stand in the path as they are. */
  readonly 'x-closekit-segments'?: boolean;
}

/** A body by media type. */
export interface Content {
  readonly 'application/json'?: { readonly schema?: SchemaObject };
}

/** What comes back under one status. */
export interface ResponseObject {
  readonly description?: string;
  readonly content?: Content;
  readonly headers?: Readonly<
    Record<string, { readonly description?: string; readonly schema?: SchemaObject }>
  >;
  /** Set where Close sends nothing of use: an empty body or `{}`. */
  readonly 'x-closekit-empty'?: boolean;
}

/** One operation. */
export interface OperationObject {
  readonly operationId: string;
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly (ParameterObject | Reference)[];
  readonly requestBody?: { readonly required?: boolean; readonly content?: Content };
  readonly responses?: Readonly<Record<string, ResponseObject | Reference>>;
  readonly externalDocs?: { readonly url: string };
  readonly 'x-closekit-pagination'?: Pagination;
  /** Marks a POST that changes nothing, such as a search. A GET is a read by its method; everything else is a write. */
  readonly 'x-closekit-kind'?: 'read';
  /** Where the client has the operation, where that is not the tag: `leads.files`. */
  readonly 'x-closekit-resource'?: string;
  readonly 'x-closekit-evidence'?: readonly Evidence[];
}

/** The operations of one path. */
export interface PathItem extends Partial<Readonly<Record<HttpMethod, OperationObject>>> {
  readonly parameters?: readonly (ParameterObject | Reference)[];
}

/** Parts that the rest of the document points to. */
export interface Components {
  readonly schemas?: Readonly<Record<string, SchemaObject>>;
  readonly parameters?: Readonly<Record<string, ParameterObject>>;
  readonly responses?: Readonly<Record<string, ResponseObject>>;
  readonly securitySchemes?: Readonly<Record<string, unknown>>;
}

/** An OpenAPI 3.1 document, as far as this package uses it. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly servers?: readonly { readonly url: string }[];
  readonly tags?: readonly { readonly name: string; readonly description?: string }[];
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: Components;
}
