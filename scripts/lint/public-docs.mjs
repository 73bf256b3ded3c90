import { relative } from 'node:path';
import { listDoors, listPublicNames } from './doors.mjs';
import { locateFile } from './locate-file.mjs';
import { listNames } from './list-names.mjs';
import { findMissing } from './find-missing-tags.mjs';

/**
 * What is public is documented: a comment for every name behind a door and for every member of its interfaces, type
 * literals and classes, and for functions a `@param` for each parameter, by its name, and `@returns`.
 */
export const publicDocs = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const { root, file } = locateFile(context);
    const names = readPublicNames(root).get(file);
    if (names === undefined) return {};

    // A name may also be exported below its declaration, so every statement counts.
    function checkStatement(statement) {
      const declaration = statement.declaration ?? statement;
      for (const { name, signature, members } of listDeclared(declaration, isDocumented)) {
        if (!names.has(name)) continue;
        report(name, declaration, findMissing(docBefore(statement), signature));
        for (const member of members) {
          const isOption = member.type === 'TSPropertySignature';
          report(name, member, findMissing(docBefore(member), signatureOf(member), isOption));
        }
      }
    }

    function docBefore(node) {
      const comments = context.sourceCode.getCommentsBefore(node);
      return comments.findLast(({ type, value }) => type === 'Block' && value.startsWith('*'))?.value;
    }

    /** Checks whether a branch of a union has a comment of its own: that one speaks for its members. */
    function isDocumented({ start, end }) {
      const text = context.sourceCode.text.slice(start, end);
      return /\/\*\*[\s\S]*\*\//.test(text);
    }

    function report(name, node, missing) {
      if (missing !== '') context.report({ node, message: `${name} is public: ${missing}` });
    }

    return { Program: ({ body }) => body.forEach(checkStatement) };
  },
};

let publicNames;

/** The names that each file defines for a door. Read once: oxlint keeps this module for the whole run. */
function readPublicNames(root) {
  if (publicNames !== undefined) return publicNames;
  publicNames = new Map();
  for (const { file, definedAs } of listDoors(root).flatMap((door) => listPublicNames(door, root))) {
    const place = relative(root, file).replaceAll('\\', '/');
    publicNames.set(place, (publicNames.get(place) ?? new Set()).add(definedAs));
  }
  return publicNames;
}

/** The names of a declaration, each with its signature if it is a function, and the members to document. */
function listDeclared(declaration, isDocumented) {
  if (declaration.type === 'VariableDeclaration') {
    return declaration.declarations.flatMap(({ id, init }) => {
      const signature = asFunction(id.typeAnnotation?.typeAnnotation) ?? asFunction(init);
      return listNames(id).map(({ name }) => ({ name, signature, members: [] }));
    });
  }
  const name = declaration.id?.name;
  if (name === undefined) return [];
  const signature = asFunction(declaration) ?? asFunction(declaration.typeAnnotation);
  return [{ name, signature, members: listMembers(declaration, isDocumented) }];
}

function asFunction(node) {
  return /^(?:TSDeclareFunction|TSFunctionType|ArrowFunctionExpression|Function\w+)$/.test(node?.type)
    ? node
    : undefined;
}

function listMembers(node, isDocumented) {
  switch (node?.type) {
    case 'TSInterfaceDeclaration':
    case 'TSEnumDeclaration':
      return node.body.body ?? node.body.members;
    case 'ClassDeclaration':
      return node.body.body.filter(isPublicMember);
    case 'TSTypeAliasDeclaration':
      return listMembers(node.typeAnnotation, isDocumented);
    case 'TSTypeLiteral':
      return node.members;
    case 'TSParenthesizedType':
      return listMembers(node.typeAnnotation, isDocumented);
    case 'TSIntersectionType':
      return node.types.flatMap((type) => listMembers(type, isDocumented));
    case 'TSUnionType':
      return node.types
        .filter(
          (type, index) =>
            !isDocumented({ start: node.types[index - 1]?.end ?? startOf(node), end: type.start }),
        )
        .flatMap((type) => listMembers(type, isDocumented));
    default:
      return [];
  }
}

/** The comment of the first branch may stand before the union. */
function startOf({ start, parent }) {
  return parent.type === 'TSTypeAliasDeclaration' ? parent.id.end : start;
}

/** What overrides is documented where it is declared first. */
function isPublicMember({ type, key, kind, accessibility, override, value }) {
  if (type === 'StaticBlock' || override || key.type === 'PrivateIdentifier') return false;
  if (accessibility === 'private' || accessibility === 'protected') return false;
  return kind !== 'set' && (kind !== 'constructor' || value.params.length > 0);
}

function signatureOf(member) {
  if (member.type === 'TSPropertySignature') return asFunction(member.typeAnnotation?.typeAnnotation);
  if (member.type === 'TSEnumMember') return undefined;
  if (member.kind === 'get') return undefined;
  return asFunction(member.value) ?? (member.params ? member : undefined);
}
