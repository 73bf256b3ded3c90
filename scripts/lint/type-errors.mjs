/** A TypeError names the function that was called first: `createX: optionName must be …`. */
export const typeErrors = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    return {
      NewExpression(node) {
        if (node.callee.type !== 'Identifier' || node.callee.name !== 'TypeError') return;
        const [message] = node.arguments;
        if (message === undefined || namesCaller(message)) return;
        context.report({ node: message, message: 'Write `functionName: option must be …`.' });
      },
    };
  },
};

/** What is not written out here was checked where it was. */
function namesCaller(message) {
  if (message.type === 'Literal') return /^[\w.]+: \S/.test(message.value);
  if (message.type !== 'TemplateLiteral') return true;
  const [first, second] = message.quasis.map(({ value }) => value.cooked);
  return first === '' ? /^(?:\.\w+)?: /.test(second ?? '') : /^[\w.]+: /.test(first);
}
