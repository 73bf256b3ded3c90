import type { OpenApiDocument, SchemaObject } from '../src/lib/open-api-document.ts';
import type { OperationRules, RuleTable } from '../../sandbox/src/lib/rules/rule-table.ts';
import { readOperations } from './api-operation.ts';
import type { ApiOperation } from './api-operation.ts';
import { applyOverlay } from './apply-overlay.ts';
import type { OverlayAction } from './apply-overlay.ts';
import { createRuleCompiler } from './rule-compiler.ts';
import type { RuleCompiler } from './rule-compiler.ts';
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
    '  operations: {',
    ...Object.entries(table.operations).map(([key, rules]) => `    '${key}': ${JSON.stringify(rules)},`),
    '  },',
    '};',
    '',
  ].join('\n');
}

/** Compiles the rules of every operation of a document. */
export function compileRules(document: OpenApiDocument): RuleTable {
  const compiler = createRuleCompiler(document);
  const entries = readOperations(document).map((operation): [string, OperationRules] => [
    `${operation.method.toUpperCase()} ${operation.path}`,
    compileOperation(operation, compiler),
  ]);
  return { operations: Object.fromEntries(entries), nodes: compiler.nodes() };
}

function compileOperation(operation: ApiOperation, compiler: RuleCompiler): OperationRules {
  const { id, body, query, pathParameters } = operation;
  return {
    id,
    ...parametersOf('query', query.map(withFieldNames)),
    ...parametersOf('path', pathParameters),
    ...(body !== undefined && { body: compiler.compile({ $ref: `#/components/schemas/${body}` }, id) }),
  };

  /** `_fields` takes the members of the response; the document lists them only there. */
  function withFieldNames(parameter: ApiOperation['query'][number]): ApiOperation['query'][number] {
    const { schema, name } = parameter;
    if (name !== '_fields' || operation.selectable === undefined || schema?.type !== 'array')
      return parameter;
    return {
      ...parameter,
      schema: { type: 'array', items: { 'x-closekit-names-of': operation.selectable.model } },
    };
  }

  function parametersOf(part: 'query' | 'path', parameters: ApiOperation['query']): object {
    if (parameters.length === 0) return {};
    const properties = parameters.map(({ name, schema = {} }): [string, SchemaObject] => [name, schema]);
    const required = part === 'query' ? parameters.filter((one) => one.required).map(({ name }) => name) : [];
    const schema = {
      type: 'object',
      properties: Object.fromEntries(properties),
      ...(required.length > 0 && { required }),
    };
    return { [part]: compiler.compile(schema, `${id} ${part}`) };
  }
}
