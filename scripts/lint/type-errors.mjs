/** A TypeError names the function that was called first: `createX: optionName must be …`. */
export const typeErrors = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    return {
      NewExpression(node) {
        if (node.callee.type !== 'Identifier' || node.callee.name !== 'TypeError') return;
        const [message] = node.arguments;
        if (message === undefined || namesCaller(resolve(context, message))) return;
        context.report({ node: message, message: 'Write `functionName: option must be …`.' });
      },
    };
  },
};

/** Follows a constant to its text; a concatenation begins with its leftmost part. */
function resolve(context, message) {
  if (message.type === 'BinaryExpression') return resolve(context, message.left);
  if (message.type !== 'Identifier') return message;
  for (let scope = context.sourceCode.getScope(message); scope; scope = scope.upper) {
    const variable = scope.set.get(message.name);
    if (variable === undefined) continue;
    const declaration = variable.defs[0]?.node;
    return declaration?.type === 'VariableDeclarator' && declaration.init
      ? resolve(context, declaration.init)
      : message;
  }
  return message;
}

/** A parameter, or the result of a call, cannot be judged here. */
function namesCaller(message) {
  if (message.type === 'Literal') return /^[\w.]+: \S/.test(message.value);
  if (message.type !== 'TemplateLiteral') return true;
  const [first, second] = message.quasis.map(({ value }) => value.cooked);
  return first === '' ? /^(?:\.\w+)?: /.test(second ?? '') : /^[\w.]+: /.test(first);
}
