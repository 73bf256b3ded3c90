import { dirname, join, relative } from 'node:path';

/**
 * Imports between the rooms of a `lib` folder point down. The option names the rooms of each `lib`, from the ground
 * up; `.` is `lib` itself. A folder below a room belongs to it unless it is named too.
 */
export const rooms = {
  meta: { type: 'problem', schema: [{ type: 'object' }] },
  create(context) {
    const file = relative(context.cwd, context.filename);
    const lib = Object.keys(context.options[0]).find((folder) => file.startsWith(`${folder}/`));
    if (lib === undefined) return {};
    const order = context.options[0][lib];
    const here = findRoom(order, relative(lib, dirname(file)));

    function check(node) {
      // A template or a variable names no file.
      if (typeof node.source?.value !== 'string' || !node.source.value.startsWith('.')) return;
      const target = relative(lib, dirname(join(dirname(file), node.source.value)));
      if (target.startsWith('..')) return;
      const there = findRoom(order, target);
      if (there > here) {
        const message = `${order[here]}/ is below ${order[there]}/: imports between rooms point down.`;
        context.report({ node: node.source, message });
      }
    }

    return {
      Program(node) {
        if (here >= 0) return;
        context.report({
          node,
          message: `Give this folder a place in the order of ${lib} (closekit/rooms).`,
        });
      },
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ImportExpression: check,
    };
  },
};

/** The longest name wins: `stores/sqlite` before `stores`. */
function findRoom(order, folder) {
  const parts = folder === '' ? [] : folder.split('/');
  for (let length = parts.length; length > 0; length -= 1) {
    const index = order.indexOf(parts.slice(0, length).join('/'));
    if (index >= 0) return index;
  }
  return parts.length === 0 ? order.indexOf('.') : -1;
}
