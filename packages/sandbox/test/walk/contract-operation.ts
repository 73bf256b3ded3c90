import { closeDocument } from '@closekit/openapi';
import type {
  HttpMethod,
  OperationObject,
  ParameterObject,
  PathItem,
  Reference,
  SchemaObject,
} from '@closekit/openapi';

/** An operation of the document, as a walk through all of them needs it. */
export interface ContractOperation {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** The prefixes of the ids in its path, by parameter. */
  readonly prefixes: Readonly<Record<string, string>>;
  /** The JSON pointer to the schema of its body, and the example of a body. */
  readonly body: { readonly pointer: string; readonly example: unknown } | undefined;
}

const methods = { get: 'GET', post: 'POST', put: 'PUT', delete: 'DELETE' } as const;

/** Every operation of the document. */
export const contractOperations: readonly ContractOperation[] = Object.entries(closeDocument.paths).flatMap(
  ([path, item]) => {
    const prefixes = prefixesOf(item);
    return (['get', 'post', 'put', 'delete'] as const).flatMap((method) => {
      const operation = item[method];
      if (operation === undefined) return [];
      const body = bodyOf(operation, { path, method });
      return [{ id: operation.operationId, method: methods[method], path, prefixes, body }];
    });
  },
);

interface Example {
  readonly schema?: SchemaObject;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
}

function bodyOf(
  { requestBody }: OperationObject,
  { path, method }: { path: string; method: HttpMethod },
): ContractOperation['body'] {
  const content: Example | undefined = requestBody?.content?.['application/json'];
  if (content?.schema === undefined) return undefined;
  const step = encodeURIComponent(path.replaceAll('/', '~1'));
  const pointer = `#/paths/${step}/${method}/requestBody/content/application~1json/schema`;
  const { $ref: reference } = content.schema;
  const name = reference?.slice(reference.lastIndexOf('/') + 1) ?? '';
  const ofSchema = closeDocument.components.schemas?.[name]?.examples?.[0];
  const [named] = Object.values(content.examples ?? {});
  return { pointer, example: content.example ?? named?.value ?? ofSchema };
}

/** The prefixes of the ids in a path, by parameter. */
function prefixesOf({ parameters = [] }: PathItem): Record<string, string> {
  const entries = parameters.flatMap((value) => {
    const parameter = resolveParameter(value);
    if (parameter === undefined) return [];
    const [, prefix] = /^\^([a-z0-9]+_)$/.exec(parameter.schema?.pattern ?? '') ?? [];
    return prefix === undefined ? [] : [[parameter.name, prefix] as const];
  });
  return Object.fromEntries(entries);
}

function resolveParameter(value: ParameterObject | Reference): ParameterObject | undefined {
  if (!('$ref' in value)) return value;
  return closeDocument.components.parameters?.[value.$ref.slice(value.$ref.lastIndexOf('/') + 1)];
}
