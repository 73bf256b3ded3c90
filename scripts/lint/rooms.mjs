import { dirname, join, relative } from 'node:path';
import { listDoors } from './doors.mjs';
import { locateFile } from './locate-file.mjs';
import { visitImports } from './visit-imports.mjs';

/**
 * Imports between the rooms of a `lib` folder point down, and nothing imports a door of its own package: a door leads
 * to every room. The option names the rooms of each `lib`, from the ground up; `.` is `lib` itself. A folder below a
 * room belongs to it unless it is named too. A `lib` that is not named has no rooms.
 */
export const rooms = {
  meta: { type: 'problem', schema: [{ type: 'object' }] },
  create(context) {
    const { root, file } = locateFile(context);
    const [src] = /^packages\/[^/]+\/src(?=\/)/.exec(file) ?? [];
    if (src === undefined) return {};
    const order = context.options[0][`${src}/lib`] ?? ['.'];
    const isInLib = file.startsWith(`${src}/lib/`);
    const here = isInLib ? findRoom(order, toPath(relative(`${src}/lib`, dirname(file)))) : undefined;

    function check(specifier, node) {
      if (!specifier.startsWith('.')) return;
      const target = toPath(join(dirname(file), specifier));
      if (isDoor(src, target)) {
        context.report({ node, message: 'Import the file itself: a door leads to every room.' });
        return;
      }
      if (here === undefined || !target.startsWith(`${src}/`)) return;
      const there = findTarget(target);
      if (there <= here) return;
      const message = `${order[here]}/ is below ${order[there]}/: imports between rooms point down.`;
      context.report({ node, message });
    }

    /** A generated file is below all rooms, unless it is a door: that one leads to every room. */
    function findTarget(target) {
      if (target.startsWith(`${src}/lib/`)) {
        return findRoom(order, toPath(relative(`${src}/lib`, dirname(target))));
      }
      return readDoors(root).has(target) ? order.length - 1 : -1;
    }

    return {
      Program(node) {
        if (here !== -1) return;
        const message = `Give this folder a place in the order of ${src}/lib (closekit/rooms).`;
        context.report({ node, message });
      },
      ...visitImports(check),
    };
  },
};

let doors;

/** Read once: oxlint keeps this module for the whole run. */
function readDoors(root) {
  doors ??= new Set(listDoors(root));
  return doors;
}

/** A door that is written by hand: everything outside of `lib` and `generated`. */
function isDoor(src, target) {
  return target.startsWith(`${src}/`) && !/^(?:lib|generated)\//.test(target.slice(src.length + 1));
}

/** The longest name wins: `stores/sqlite` before `stores`. */
function findRoom(order, folder) {
  const parts = folder === '' ? [] : folder.split('/');
  for (let length = parts.length; length > 0; length -= 1) {
    const index = order.indexOf(parts.slice(0, length).join('/'));
    if (index >= 0) return index;
  }
  return parts.length === 0 ? order.indexOf('.') : -1;
}

function toPath(path) {
  return path.replaceAll('\\', '/');
}
