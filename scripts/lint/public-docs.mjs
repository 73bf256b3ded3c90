import { relative } from 'node:path';
import { listDoors, listPublicNames } from './doors.mjs';

/**
 * What is public is documented: a comment for every name behind a door and for every member of its interfaces, and
 * for functions a `@param` for each parameter and `@returns`.
 */
export const publicDocs = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const file = relative(context.cwd, context.filename);
    const names = readPublicNames(context.cwd).get(file) ?? new Set();

    function check(node) {
      const { declaration } = node;
      const name = declaration?.id?.name ?? declaration?.declarations?.[0]?.id.name;
      if (!names.has(name)) return;
      const missing = findMissing(docBefore(context, node), declaration);
      if (missing !== '') context.report({ node: declaration, message: `${name} is public: ${missing}` });
      if (declaration.type === 'TSInterfaceDeclaration') checkMembers(declaration);
    }

    function checkMembers({ id, body }) {
      for (const member of body.body) {
        const missing = findMissing(docBefore(context, member), member);
        if (missing !== '') context.report({ node: member, message: `${id.name} is public: ${missing}` });
      }
    }

    return { ExportNamedDeclaration: check };
  },
};

let publicNames;

/** The names that each file defines for a door. Read once: oxlint keeps this module for the whole run. */
function readPublicNames(root) {
  if (publicNames !== undefined) return publicNames;
  publicNames = new Map();
  for (const { file, definedAs } of listDoors(root).flatMap((door) => listPublicNames(door, root))) {
    const place = relative(root, file);
    publicNames.set(place, (publicNames.get(place) ?? new Set()).add(definedAs));
  }
  return publicNames;
}

function docBefore(context, node) {
  const comments = context.sourceCode.getCommentsBefore(node);
  return comments.findLast(({ type, value }) => type === 'Block' && value.startsWith('*'))?.value;
}

function findMissing(doc, node) {
  if (doc === undefined) return 'write a doc comment.';
  const params = node.params ?? [];
  const tags = doc.match(/@param /g)?.length ?? 0;
  if (tags < params.length) return 'write a @param for each parameter.';
  const returns = node.returnType?.typeAnnotation;
  const isVoid = returns === undefined || /^(?:Promise<)?void>?$/.test(textOf(returns));
  const hasReturns = /@returns /.test(doc);
  return isVoid || hasReturns || node.type === 'TSPropertySignature' ? '' : 'write @returns.';
}

function textOf(type) {
  if (type.type === 'TSVoidKeyword') return 'void';
  if (type.type !== 'TSTypeReference' || type.typeName.name !== 'Promise') return '';
  return type.typeArguments?.params[0]?.type === 'TSVoidKeyword' ? 'Promise<void>' : '';
}
