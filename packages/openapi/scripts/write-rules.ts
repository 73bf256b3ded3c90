import type { OpenApiDocument, ParameterObject } from '../src/lib/open-api-document.ts';
import type { OperationRules, PathRules, RuleTable } from '../../sandbox/src/lib/rules/rule-table.ts';
import { readOperations } from './api-operation.ts';
import type { ApiOperation } from './api-operation.ts';
import { applyOverlay } from './apply-overlay.ts';
import type { OverlayAction } from './apply-overlay.ts';
import type { RuleSchema } from './flatten-schema.ts';
import { RuleCompiler } from './rule-compiler.ts';
import { sortByKind } from './sort-rules.ts';
import { header } from './source-text.ts';

/**
 * Writes `request-rules.ts`: the rules of every request, for the sandbox.
 *
 * @throws Error at a keyword that has no rule.
 */
export function writeRules(document: OpenApiDocument, overlay: readonly OverlayAction[]): string {
  const table = compileRules(applyOverlay(document, overlay));
  return [
    header,
    "import type { RuleTable } from '../lib/rules/rule-table.ts';",
    '',
    '/** The rules of every request that the contract describes. */',
    'export const requestRules: RuleTable = {',
    '  nodes: [',
    ...table.nodes.map((node) => `    ${JSON.stringify(node)},`),
    '  ],',
    '  paths: {',
    ...Object.entries(table.paths).map(([path, rules]) => `    '${path}': ${JSON.stringify(rules)},`),
    '  },',
    '};',
    '',
  ].join('\n');
}

/** Compiles the rules of every operation of a document. */
export function compileRules(document: OpenApiDocument): RuleTable {
  const compiler = new RuleCompiler(document);
  const paths: Record<string, PathRules> = {};
  for (const operation of readOperations(document)) {
    const method = operation.method.toUpperCase();
    const params = placeOf(compiler, `${operation.id} path`, operation.pathParameters);
    const name = namePrefix(operation);
    const status = statusOf(document, operation);
    const known = paths[operation.path]?.name ?? name;
    if (known !== name) throw new Error(`${operation.path} has operations of ${known} and of ${name}.`);
    paths[operation.path] = {
      name,
      ...(params !== undefined && { params }),
      ...paths[operation.path],
      [method]: {
        ...compileOperation(operation, compiler),
        ...(status !== 200 && { status }),
        ...marksOf(document, operation),
      },
    };
  }
  return sortByKind({ nodes: compiler.nodes(), paths });
}

function compileOperation(operation: ApiOperation, compiler: RuleCompiler): OperationRules {
  const { id, body } = operation;
  const query = placeOf(
    compiler,
    `${id} query`,
    operation.query.map((one) => withFieldNames(one, operation)),
  );
  return {
    verb: id.slice(namePrefix(operation).length),
    ...(query !== undefined && { query }),
    ...(body !== undefined && { body: compiler.compile({ $ref: `#/components/schemas/${body}` }, id) }),
  };
}

/** The members of the body that the overlay marks as unsupported. */
function marksOf(
  { paths }: OpenApiDocument,
  { path, method }: ApiOperation,
): Pick<OperationRules, 'unsupported'> {
  const operation: object | undefined = paths[path]?.[method];
  const unsupported: unknown = operation && Reflect.get(operation, 'x-closekit-unsupported');
  return Array.isArray(unsupported) ? { unsupported: unsupported.map(String) } : {};
}

/** The status of a success. */
function statusOf(document: OpenApiDocument, { path, method }: ApiOperation): number {
  const responses = document.paths[path]?.[method]?.responses ?? {};
  return Number(Object.keys(responses).find((status) => status.startsWith('2'))) || 200;
}

/** The name of an operation up to its verb: `leads_`. The operations of a path have it in common. */
function namePrefix({ id, place }: ApiOperation): string {
  const verb = place.at(-1)?.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) ?? '';
  if (!id.endsWith(`_${verb}`)) throw new Error(`${id} does not end with ${verb}.`);
  return id.slice(0, -verb.length);
}

/** `_fields` takes the members of the response; the document lists them only there. */
function withFieldNames(parameter: ParameterObject, { selectable }: ApiOperation): ParameterObject {
  if (parameter.name !== '_fields' || selectable === undefined) return parameter;
  const items: RuleSchema = { 'x-closekit-names-of': selectable.model };
  return { ...parameter, schema: { type: 'array', items } };
}

function placeOf(
  compiler: RuleCompiler,
  where: string,
  parameters: readonly ParameterObject[],
): number | undefined {
  if (parameters.length === 0) return undefined;
  const properties = parameters.map(({ name, schema = {} }) => [name, schema]);
  const required = parameters.filter((one) => one.in === 'query' && one.required).map(({ name }) => name);
  return compiler.compile({ type: 'object', properties: Object.fromEntries(properties), required }, where);
}
