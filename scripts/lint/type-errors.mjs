/** A TypeError names the function that was called first: `createX: optionName must be …`. */
export const typeErrors = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    function check(node) {
      if (!isTypeError(node.callee)) return;
      const [message] = node.arguments;
      const texts = message === undefined ? [''] : readTexts(context, message);
      if (texts.every(hasForm)) return;
      context.report({ node: message ?? node, message: 'Write `functionName: option must be …`.' });
    }

    return { NewExpression: check, CallExpression: check };
  },
};

/** Stands for a part of a message that cannot be read here: a parameter, or the result of a call. */
const unknown = '\0';

function isTypeError(callee) {
  const name = callee.type === 'MemberExpression' ? callee.property : callee;
  return name.type === 'Identifier' && name.name === 'TypeError';
}

/** The texts that an expression can have: one for each branch. */
function readTexts(context, node) {
  switch (node.type) {
    case 'Literal':
      return [String(node.value)];
    case 'TemplateLiteral':
      return readTemplate(context, node);
    case 'BinaryExpression':
      return join(readTexts(context, node.left), readTexts(context, node.right));
    case 'ConditionalExpression':
      return [...readTexts(context, node.consequent), ...readTexts(context, node.alternate)];
    case 'LogicalExpression':
      return [...readTexts(context, node.left), ...readTexts(context, node.right)];
    case 'Identifier':
      return readConstant(context, node);
    default:
      return [unknown];
  }
}

function readTemplate(context, { quasis, expressions }) {
  return quasis
    .flatMap(({ value }, index) => {
      const before = index === 0 ? [''] : readTexts(context, expressions[index - 1]);
      return [before, [value.cooked]];
    })
    .reduce(join, ['']);
}

/** Every start with every end. */
function join(starts, ends) {
  return starts.flatMap((start) => ends.map((end) => start + end));
}

function readConstant(context, node) {
  for (let scope = context.sourceCode.getScope(node); scope; scope = scope.upper) {
    const variable = scope.set.get(node.name);
    if (variable === undefined) continue;
    const declaration = variable.defs[0]?.node;
    const isConstant = declaration?.type === 'VariableDeclarator' && declaration.parent.kind === 'const';
    return isConstant && declaration.init && declaration.id.type === 'Identifier'
      ? readTexts(context, declaration.init)
      : [unknown];
  }
  return [unknown];
}

/** A message, or what follows the colon, that is unknown as a whole cannot be judged. */
function hasForm(text) {
  if (text === unknown) return true;
  const [, rest] = /^(?:[\w.]+|\0(?:\.\w+)?): (\S[\s\S]*)$/.exec(text) ?? [];
  return rest !== undefined && (rest === unknown || /\bmust\b/.test(rest));
}
