import ts from 'typescript';

const { factory } = ts;

/** What the named types are made from. */
export interface NamedTypeSource {
  /** What each schema is, by name. */
  readonly descriptions: ReadonlyMap<string, string | undefined>;
  /** Names for the query parameters of operations, by operation id. */
  readonly queries: ReadonlyMap<string, string>;
  /** Interfaces that a schema is to extend, by name of the schema. */
  readonly bases: ReadonlyMap<string, string>;
}

/**
 * Gives every schema, and the query parameters of every operation, a type of its own at the top of the file, and lets
 * all others refer to it by name. An editor then shows `Lead` and not its members, and a compiler looks nothing up.
 *
 * @param nodes - What openapi-typescript made.
 * @param source - Names and descriptions.
 * @returns The same types, the named ones first.
 */
export function nameTypes(nodes: readonly ts.Node[], source: NamedTypeSource): ts.Node[] {
  const declared: ts.Node[] = [];
  const named = nodes.map((node) => ts.visitNode(node, (one) => visit(one, { source, declared, owner: '' })));
  return [...declared, ...named];
}

interface Visit {
  readonly source: NamedTypeSource;
  readonly declared: ts.Node[];
  /** The interface, then the member that is being looked at. */
  readonly owner: string;
}

function visit(node: ts.Node, context: Visit): ts.Node {
  const reference = schemaReference(node);
  if (reference !== undefined) return factory.createTypeReferenceNode(reference);
  if (ts.isInterfaceDeclaration(node)) return visitInside(node, { ...context, owner: node.name.text });
  if (!ts.isPropertySignature(node) || node.type === undefined) return visitInside(node, context);
  const name = memberName(node);
  if (context.owner === 'components' && name === 'schemas') {
    return visitInside(node, { ...context, owner: 'schemas' });
  }
  if (context.owner === 'schemas') return declareSchema(node, context);
  if (context.owner === 'operations') return visitInside(node, { ...context, owner: `operation ${name}` });
  const operation = /^operation (.+)$/.exec(context.owner)?.[1];
  const query = name === 'query' && operation !== undefined && context.source.queries.get(operation);
  return query ? declareQuery(node, query, context) : visitInside(node, context);
}

function visitInside(node: ts.Node, context: Visit): ts.Node {
  return ts.visitEachChild(node, (child) => visit(child, context), undefined);
}

/** `components["schemas"]["Lead"]` → `Lead` */
function schemaReference(node: ts.Node): string | undefined {
  if (!ts.isIndexedAccessTypeNode(node) || !ts.isIndexedAccessTypeNode(node.objectType)) return undefined;
  const { objectType: root, indexType: kind } = node.objectType;
  const isComponents =
    ts.isTypeReferenceNode(root) && ts.isIdentifier(root.typeName) && root.typeName.text === 'components';
  return isComponents && literalText(kind) === 'schemas' ? literalText(node.indexType) : undefined;
}

function declareSchema(node: ts.PropertySignature, context: Visit): ts.Node {
  const name = memberName(node);
  const inner = { ...context, owner: '' };
  const type = node.type && ts.visitNode(node.type, (one) => visit(one, inner));
  if (type === undefined || !ts.isTypeNode(type)) return node;
  const description = context.source.descriptions.get(name);
  context.declared.push(withComment(declaration(name, type, context.source.bases.get(name)), description));
  return withType(node, name);
}

function declareQuery(node: ts.PropertySignature, name: string, context: Visit): ts.Node {
  const type = node.type && ts.visitNode(node.type, (one) => visit(one, { ...context, owner: '' }));
  if (type === undefined || !ts.isTypeNode(type)) return node;
  context.declared.push(withComment(declaration(name, type, undefined), 'Query parameters of an operation.'));
  return withType(node, name);
}

function declaration(name: string, type: ts.TypeNode, base: string | undefined): ts.Statement {
  const exported = [factory.createModifier(ts.SyntaxKind.ExportKeyword)];
  if (!ts.isTypeLiteralNode(type)) {
    const whole = base
      ? factory.createIntersectionTypeNode([type, factory.createTypeReferenceNode(base)])
      : type;
    return factory.createTypeAliasDeclaration(exported, name, undefined, whole);
  }
  const parents = base
    ? [
        factory.createHeritageClause(ts.SyntaxKind.ExtendsKeyword, [
          factory.createExpressionWithTypeArguments(factory.createIdentifier(base), undefined),
        ]),
      ]
    : undefined;
  return factory.createInterfaceDeclaration(exported, name, undefined, parents, type.members);
}

function withType(node: ts.PropertySignature, name: string): ts.PropertySignature {
  return factory.createPropertySignature(
    node.modifiers,
    node.name,
    node.questionToken,
    factory.createTypeReferenceNode(name),
  );
}

function withComment<T extends ts.Node>(node: T, text: string | undefined): T {
  if (text === undefined) return node;
  const comment = `* ${text.replaceAll('*/', '*\\/')} `;
  return ts.addSyntheticLeadingComment(node, ts.SyntaxKind.MultiLineCommentTrivia, comment, true);
}

function memberName({ name }: ts.PropertySignature): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : '';
}

function literalText(node: ts.TypeNode): string | undefined {
  return ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal) ? node.literal.text : undefined;
}
