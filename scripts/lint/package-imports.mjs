import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { locateFile } from './locate-file.mjs';
import { visitImports } from './visit-imports.mjs';

/**
 * Imports between our packages follow the option, which names for each package those that it may import. A package does
 * not import itself by name, and no path leads out of it.
 */
export const packageImports = {
  meta: { type: 'problem', schema: [{ type: 'object' }] },
  create(context) {
    const { root, file } = locateFile(context);
    const [folder] = /^packages\/[^/]+(?=\/)/.exec(file) ?? [];
    if (folder === undefined) return {};
    const own = readName(join(root, folder));
    const allowed = context.options[0][own];

    function check(specifier, node) {
      const message = judge(specifier);
      if (message !== undefined) context.report({ node, message });
    }

    function judge(specifier) {
      if (specifier.startsWith('.')) {
        const target = join(dirname(file), specifier).replaceAll('\\', '/');
        return target.startsWith(`${folder}/`) ? undefined : 'Import another package by its name.';
      }
      const [name] = /^@closekit\/[^/]+/.exec(specifier) ?? [];
      if (name === undefined) return undefined;
      if (name === own) return `Import the file: this is ${own} itself.`;
      if (allowed === undefined) return `Give ${own} a place among the packages (closekit/package-imports).`;
      return allowed.includes(name) ? undefined : `${own} must not import ${name}.`;
    }

    return visitImports(check);
  },
};

const names = new Map();

function readName(folder) {
  if (!names.has(folder)) {
    names.set(folder, JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name);
  }
  return names.get(folder);
}
