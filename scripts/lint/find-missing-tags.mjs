/**
 * Compares a doc comment with the signature of what it documents.
 *
 * @param doc - The text of the comment, if there is one.
 * @param signature - The node of a function, a method or a function type; undefined for other things.
 * @param isOption - Whether it is a property: the summary of a callback is enough, but its tags have to be right.
 * @returns What to write; an empty string if nothing is missing.
 */
export function findMissing(doc, signature, isOption = false) {
  if (doc === undefined) return 'write a doc comment.';
  if (signature === undefined) return '';
  const tags = [...doc.matchAll(/@param ([\w$]+)/g)].map(([, name]) => name);
  if (isOption && tags.length === 0) return '';
  const params = signature.params.map(nameOf).filter((name) => name !== 'this');
  const named = params.filter((name) => name !== undefined);
  if (tags.length < params.length || named.some((name) => !tags.includes(name))) {
    return 'write a @param for each parameter.';
  }
  // A destructured parameter has no name: its tag names it.
  const wrong = tags.filter((tag) => !named.includes(tag));
  if (wrong.length > params.length - named.length) return `@param ${wrong[0]} names no parameter.`;
  return isOption || isVoid(signature.returnType?.typeAnnotation) || /@returns /.test(doc)
    ? ''
    : 'write @returns.';
}

function nameOf(param) {
  switch (param.type) {
    case 'Identifier':
      return param.name;
    case 'AssignmentPattern':
      return nameOf(param.left);
    case 'RestElement':
      return nameOf(param.argument);
    case 'TSParameterProperty':
      return nameOf(param.parameter);
    default:
      return undefined;
  }
}

function isVoid(type) {
  if (type === undefined || type.type === 'TSVoidKeyword') return true;
  if (type.type !== 'TSTypeReference' || type.typeName.name !== 'Promise') return false;
  return type.typeArguments?.params[0]?.type === 'TSVoidKeyword';
}
