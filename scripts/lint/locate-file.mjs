import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * Finds the root of the repository, which is not always the folder that the linter was started in.
 *
 * @param context - The context of a rule.
 * @returns The root, and the path of the linted file from there, with slashes.
 */
export function locateFile({ filename, cwd }) {
  const root = findRoot(dirname(filename)) ?? cwd;
  return { root, file: relative(root, filename).replaceAll('\\', '/') };
}

const roots = new Map();

function findRoot(folder) {
  if (!roots.has(folder)) {
    const parent = dirname(folder);
    const above = () => (parent === folder ? undefined : findRoot(parent));
    roots.set(folder, existsSync(join(folder, '.oxlintrc.json')) ? folder : above());
  }
  return roots.get(folder);
}
