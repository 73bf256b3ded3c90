import ts from 'typescript';

const { factory } = ts;

/** Names and descriptions for {@link nameTypes}. */
export interface NamedTypeSource {
  /** Description of each schema, by name. */
  readonly descriptions: ReadonlyMap<string, string | undefined>;
  /** Name of the type of the query parameters of each operation, by operation id. */
  readonly queries: ReadonlyMap<string, string>;
  /** Interface that a schema extends, by name of the schema. */
  readonly bases: ReadonlyMap<string, string>;
}

/**
 * Declares every schema, and the query parameters of every operation, as a named type at the top of the file,
 * and refers to it by name everywhere else. An editor then shows `Lead` instead of its members, and the
 * compiler resolves no indexed types. The nodes come from openapi-typescript.
 */
export function nameTypes(nodes: readonly ts.Node[], source: NamedTypeSource): ts.Node[] {
  const declared: ts.Node[] = [];
  const named = nodes.map((node) => ts.visitNode(node, (one) => visit(one, { source, declared, owner: '' })));
  return [...declared, ...named];
}

interface Visit {
  readonly source: NamedTypeSource;
  readonly declared: ts.Node[];
  /** The enclosing interface, then the enclosing member. */
  readonly owner: string;
  /** Whether the types are those of parameters: a list is sent as one value, so one value is a list of one. */
  readonly isParameter?: boolean;
}

function visit(node: ts.Node, context: Visit): ts.Node {
  const reference = schemaReference(node);
  if (reference !== undefined) return factory.createTypeReferenceNode(reference);
  if (ts.isArrayTypeNode(node) && context.isParameter) return oneOrMore(node, context);
  if (ts.isInterfaceDeclaration(node)) return visitInside(node, { ...context, owner: node.name.text });
  if (!ts.isPropertySignature(node) || node.type === undefined) return visitInside(node, context);
  const name = memberName(node);
  if (context.owner === 'components' && name === 'schemas') {
    return visitInside(node, { ...context, owner: 'schemas' });
  }
  if (context.owner === 'components' && name === 'parameters') {
    return visitInside(node, { ...context, owner: 'parameters', isParameter: true });
  }
  if (context.owner === 'schemas') return declareSchema(node, context);
  if (context.owner === 'operations') return visitInside(node, { ...context, owner: `operation ${name}` });
  const operation = /^operation (.+)$/.exec(context.owner)?.[1];
  const query = name === 'query' && operation !== undefined && context.source.queries.get(operation);
  if (!query) return visitInside(node, context);
  return declareQuery(node, { name: query, operation }, context);
}

function visitInside(node: ts.Node, context: Visit): ts.Node {
  return ts.visitEachChild(node, (child) => visit(child, context), undefined);
}

/** `string[]` → `string | readonly string[]` */
function oneOrMore(node: ts.ArrayTypeNode, context: Visit): ts.Node {
  const element = ts.visitNode(node.elementType, (one) => visit(one, context));
  if (!ts.isTypeNode(element)) return node;
  const list = factory.createTypeOperatorNode(
    ts.SyntaxKind.ReadonlyKeyword,
    factory.createArrayTypeNode(element),
  );
  return factory.createUnionTypeNode([element, list]);
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

interface Query {
  readonly name: string;
  readonly operation: string;
}

function declareQuery(node: ts.PropertySignature, query: Query, context: Visit): ts.Node {
  const inner = { ...context, owner: '', isParameter: true };
  const type = node.type && ts.visitNode(node.type, (one) => visit(one, inner));
  if (type === undefined || !ts.isTypeNode(type)) return node;
  const declared = declaration(query.name, type, undefined);
  context.declared.push(withComment(declared, `Query parameters of \`${query.operation}\`.`));
  return withType(node, query.name);
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
