import { listNames } from './list-names.mjs';

/** Constants are written like other names: variables, destructured names and enum members. */
export const camelCaseConstants = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    function check(node) {
      if (node?.type !== 'Identifier' || !/^[A-Z][A-Z\d_]+$/.test(node.name)) return;
      context.report({ node, message: `Write ${node.name} in camelCase.` });
    }

    function checkFunction({ params }) {
      for (const name of params.flatMap(listNames)) check(name);
    }

    return {
      VariableDeclarator: ({ id }) => listNames(id).forEach(check),
      FunctionDeclaration: checkFunction,
      FunctionExpression: checkFunction,
      ArrowFunctionExpression: checkFunction,
      TSEnumMember: ({ id }) => check(id),
    };
  },
};
