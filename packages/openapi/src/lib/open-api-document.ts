/** HTTP methods that Close uses, as OpenAPI spells them. */
export type HttpMethod = 'get' | 'post' | 'put' | 'delete';

/** Every {@link HttpMethod}, in the order operations are written. */
export const httpMethods: readonly HttpMethod[] = ['get', 'post', 'put', 'delete'];

/** The source of a statement in the document; `unknown` marks a statement without one. */
export type Evidence = 'schema' | 'example' | 'docs' | 'live' | 'integrator' | 'unknown';

/** How a list is paged. */
export type Pagination = 'offset' | 'cursor' | 'body-cursor' | 'none';

/** A pointer to another place of the document, such as `#/components/schemas/Lead`. */
export interface Reference {
  /** The target, as a JSON pointer in a URI fragment. */
  readonly $ref: string;
  /** Replaces the description of the target. */
  readonly description?: string;
}

/** A JSON Schema (2020-12), as far as the document uses it. */
export interface SchemaObject {
  /** The schema that stands here, as a JSON pointer in a URI fragment. */
  readonly $ref?: string;
  /** The JSON type, or the list of types. */
  readonly type?: string | readonly string[];
  /** One or two sentences for people. */
  readonly description?: string;
  /** Whether the member should no longer be used. */
  readonly deprecated?: boolean;
  /** The properties that are always present. */
  readonly required?: readonly string[];
  /** The known properties of an object, by name. */
  readonly properties?: Readonly<Record<string, SchemaObject>>;
  /** Schemas for property names that match a pattern, such as `^custom\.`. */
  readonly patternProperties?: Readonly<Record<string, SchemaObject>>;
  /** Whether an object may have further properties, or their schema. */
  readonly additionalProperties?: boolean | SchemaObject;
  /** Whether an object may have properties that neither it nor its parts describe. */
  readonly unevaluatedProperties?: boolean;
  /** The schema of the items of an array. */
  readonly items?: SchemaObject;
  /** The value fits all of these. */
  readonly allOf?: readonly SchemaObject[];
  /** The value fits at least one of these. */
  readonly anyOf?: readonly SchemaObject[];
  /** The value fits exactly one of these. */
  readonly oneOf?: readonly SchemaObject[];
  /** The only allowed values. */
  readonly enum?: readonly (string | number | null)[];
  /** The only allowed value. */
  readonly const?: string | number | boolean;
  /** A named format of text, such as `date-time`. */
  readonly format?: string;
  /** A regular expression that text matches. */
  readonly pattern?: string;
  /** Example values. */
  readonly examples?: readonly unknown[];
  /**
   * The property that decides between the schemas of `oneOf` or `anyOf`, and the schema for each of its
   * values.
   */
  readonly discriminator?: {
    readonly propertyName: string;
    readonly mapping?: Readonly<Record<string, string>>;
  };
  /** The sources of the schema. */
  readonly 'x-closekit-evidence'?: readonly Evidence[];
  /** Known values of an open list: the type also accepts any other text. */
  readonly 'x-closekit-known-values'?: readonly string[];
  /** The known actions of events, by object type. */
  readonly 'x-closekit-known-actions'?: Readonly<Record<string, readonly string[]>>;
  /** The kind of custom fields that the object has, with `-changes` where they are written. */
  readonly 'x-closekit-custom-fields'?: string;
  /** The model whose members the open object may have. */
  readonly 'x-closekit-values-of'?: string;
}

/** A query or path parameter. */
export interface ParameterObject {
  /** The name, as it is sent. */
  readonly name: string;
  /** The part of the request that holds it. */
  readonly in: 'query' | 'path' | 'header';
  /** One or two sentences for people. */
  readonly description?: string;
  /** Whether it must be sent; always true in a path. */
  readonly required?: boolean;
  /** How a list is written; always `form`. */
  readonly style?: string;
  /** Whether a list is sent as repeated keys; always `false`, which means one comma-separated value. */
  readonly explode?: boolean;
  /** The schema of the value. */
  readonly schema?: SchemaObject;
  /** Marks a path parameter whose value may contain slashes; they stay unescaped in the path. */
  readonly 'x-closekit-segments'?: boolean;
}

/** A body by media type. */
export interface Content {
  /** The JSON body and its schema. */
  readonly 'application/json'?: { readonly schema?: SchemaObject };
}

/** The response with one status. */
export interface ResponseObject {
  /** One sentence for people. */
  readonly description?: string;
  /** The body; absent where there is none. */
  readonly content?: Content;
  /** The response headers, by name. */
  readonly headers?: Readonly<
    Record<string, { readonly description?: string; readonly schema?: SchemaObject }>
  >;
  /** Marks a response whose body is empty or `{}`. */
  readonly 'x-closekit-empty'?: boolean;
}

/** One operation. */
export interface OperationObject {
  /** The unique name: resource, underscore, method of the client. */
  readonly operationId: string;
  /** The resource, as a list of one. */
  readonly tags?: readonly string[];
  /** A few words for people. */
  readonly summary?: string;
  /** Details for people. */
  readonly description?: string;
  /** The parameters, beside those of the path. */
  readonly parameters?: readonly (ParameterObject | Reference)[];
  /** The request body; absent where there is none. */
  readonly requestBody?: { readonly required?: boolean; readonly content?: Content };
  /** The responses, by HTTP status. */
  readonly responses?: Readonly<Record<string, ResponseObject | Reference>>;
  /** The page of Close's own documentation. */
  readonly externalDocs?: { readonly url: string };
  /** How the list is paged; `none` for a single page and for anything that is no list. */
  readonly 'x-closekit-pagination'?: Pagination;
  /**
   * Marks a POST that changes nothing, such as a search. A GET is a read by its method; everything else is a
   * write.
   */
  readonly 'x-closekit-kind'?: 'read';
  /** The place of the operation in the client, where it is not that of the tag: `leads.files`. */
  readonly 'x-closekit-resource'?: string;
  /** The sources of the operation. */
  readonly 'x-closekit-evidence'?: readonly Evidence[];
}

/** The operations of one path. */
export interface PathItem extends Partial<Readonly<Record<HttpMethod, OperationObject>>> {
  /** The parameters that all operations of the path share. */
  readonly parameters?: readonly (ParameterObject | Reference)[];
}

/** Parts that the rest of the document points to. */
export interface Components {
  /** The models and other schemas, by name. */
  readonly schemas?: Readonly<Record<string, SchemaObject>>;
  /** The shared parameters, by name. */
  readonly parameters?: Readonly<Record<string, ParameterObject>>;
  /** The shared responses, by name. */
  readonly responses?: Readonly<Record<string, ResponseObject>>;
  /** The ways to authenticate, by name. */
  readonly securitySchemes?: Readonly<Record<string, unknown>>;
}

/** An OpenAPI 3.1 document, as far as this package uses it. */
export interface OpenApiDocument {
  /** The version of OpenAPI. */
  readonly openapi: string;
  /** Title, API version and description. */
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  /** The base URLs. */
  readonly servers?: readonly { readonly url: string }[];
  /** The resources, in the order of their files. */
  readonly tags?: readonly { readonly name: string; readonly description?: string }[];
  /** The operations, by path. */
  readonly paths: Readonly<Record<string, PathItem>>;
  /** The requests that Close sends, by name. */
  readonly webhooks?: Readonly<Record<string, PathItem>>;
  /** The shared parts. */
  readonly components: Components;
}
