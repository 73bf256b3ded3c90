/** Constants are written like other names. */
export const camelCaseConstants = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    return {
      VariableDeclarator({ id }) {
        if (id.type !== 'Identifier' || !/^[A-Z][A-Z\d_]+$/.test(id.name)) return;
        context.report({ node: id, message: `Write ${id.name} in camelCase.` });
      },
    };
  },
};
