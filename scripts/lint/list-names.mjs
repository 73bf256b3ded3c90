/**
 * Lists the names that a pattern declares.
 *
 * @param pattern - The node of a name, or of a destructuring.
 * @returns The identifiers.
 */
export function listNames(pattern) {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) => listNames(property.value ?? property));
    case 'ArrayPattern':
      return pattern.elements.flatMap(listNames);
    case 'AssignmentPattern':
      return listNames(pattern.left);
    case 'RestElement':
      return listNames(pattern.argument);
    default:
      return [];
  }
}
