import { Ajv2020 } from 'ajv/dist/2020.js';
import { httpMethods, type OpenApiDocument } from '../src/lib/open-api-document.ts';

/** The members that OpenAPI 3.1 gives each kind of object, beside extensions. */
const members = {
  path: ['summary', 'description', 'servers', 'parameters', ...httpMethods],
  operation: [
    'tags',
    'summary',
    'description',
    'externalDocs',
    'operationId',
    'parameters',
    'requestBody',
    'responses',
    'callbacks',
    'deprecated',
    'security',
    'servers',
  ],
  parameter: [
    'name',
    'in',
    'description',
    'required',
    'deprecated',
    'style',
    'explode',
    'allowReserved',
    'schema',
    'example',
    'examples',
    'content',
    '$ref',
  ],
  response: ['description', 'headers', 'content', 'links', '$ref'],
} satisfies Record<string, readonly string[]>;

const places = ['query', 'path', 'header', 'cookie'];

/**
 * Checks that the parts of a document have the members OpenAPI 3.1 knows, and that every schema is JSON Schema.
 *
 * @param document the bundled document
 * @returns one sentence for each breach
 */
export function lintShape(document: OpenApiDocument): string[] {
  return [...allParts(document).flatMap(lintPart), ...lintJsonSchemas(document)];
}

interface Part {
  readonly at: string;
  readonly kind: keyof typeof members;
  readonly value: object;
}

function lintPart({ at, kind, value }: Part): string[] {
  const known: readonly string[] = members[kind];
  const unknown = Object.keys(value).filter((key) => !known.includes(key) && !key.startsWith('x-'));
  const misplaced = 'in' in value && !places.includes(String(value.in));
  return [
    ...unknown.map((key) => `${at}: OpenAPI has no ${key} here.`),
    ...(misplaced ? [`${at}: a parameter is in one of ${places.join(', ')}.`] : []),
  ];
}

function allParts(document: OpenApiDocument): Part[] {
  const { parameters, responses } = document.components;
  return [
    ...parts('parameter', parameters),
    ...parts('response', responses),
    ...Object.entries(document.paths).flatMap(([path, item]) => [
      { at: path, kind: 'path' as const, value: item },
      ...parts('parameter', item.parameters, `${path} parameters `),
      ...httpMethods.flatMap((method) => {
        const at = `${path} ${method}`;
        const operation = item[method];
        if (!operation) return [];
        return [
          { at, kind: 'operation' as const, value: operation },
          ...parts('parameter', operation.parameters, `${at} parameters `),
          ...parts('response', operation.responses, `${at} `),
        ];
      }),
    ]),
  ];
}

function parts(kind: Part['kind'], values: object | undefined, prefix = ''): Part[] {
  return Object.entries(values ?? {}).map(([name, value]: [string, object]) => ({
    at: `${prefix}${name}`,
    kind,
    value,
  }));
}

function lintJsonSchemas(document: OpenApiDocument): string[] {
  const ajv = new Ajv2020({ strict: false });
  return Object.entries(document.components.schemas ?? {}).flatMap(([name, schema]) => {
    if (ajv.validateSchema({ ...schema }) === true) return [];
    return [`${name}: ${ajv.errorsText(ajv.errors, { dataVar: 'the schema' })}.`];
  });
}
