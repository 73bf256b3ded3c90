import { basename } from 'node:path';
import { listDoors, listPrograms } from './doors.mjs';
import { locateFile } from './locate-file.mjs';

const emptyNames = new Set(
  ['index', 'helper', 'util', 'common', 'shared', 'misc', 'type', 'constant'].flatMap((name) => [
    name,
    `${name}s`,
  ]),
);

/**
 * A file of a package is a door, private in `lib`, or generated. A door is an entry of `exports` (or `bin`) and
 * re-exports by name. A private file is named for its job.
 */
export const filePlaces = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const { root, file } = locateFile(context);
    const isOutside = /^packages\/[^/]+\/src\/(?!lib\/|generated\/)/.test(file);
    const places = isOutside ? readPlaces(root) : undefined;
    const isDoor = places?.doors.has(file) === true;

    function checkFile(node) {
      const fault = findFault();
      if (fault !== undefined) context.report({ node, message: fault });
      if (isDoor) for (const part of node.body) checkPart(part);
    }

    function findFault() {
      if (isDoor || places?.programs.has(file)) return undefined;
      if (isOutside) return 'This file is no entry of `exports`: move it to lib/.';
      const [name] = basename(file).split('.');
      return emptyNames.has(name) ? `Name the job of this file: ${name} says nothing.` : undefined;
    }

    function checkPart(node) {
      const isByName = node.type === 'ExportNamedDeclaration' && !node.declaration;
      if (isByName || node.type === 'ImportDeclaration') return;
      context.report({ node, message: 'A door only re-exports by name: move this to lib/.' });
    }

    return { Program: checkFile };
  },
};

let read;

/** Read once: oxlint keeps this module for the whole run. */
function readPlaces(root) {
  read ??= { doors: new Set(listDoors(root)), programs: new Set(listPrograms(root)) };
  return read;
}
