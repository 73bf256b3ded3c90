/** Compares an unpacked package with what its manifest and its own modules refer to. Text is enough for that. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const imported = /(?:\bfrom\s*|\bimport\s*\(?\s*)(['"])(\.{1,2}\/[^'"\n]+)\1/g;

/**
 * Lists the files that a package refers to and does not have.
 *
 * @param {string} folder - The folder of the package, unpacked or to be packed.
 * @returns {string[]} One line for each: who refers to which file.
 */
export function findMissingFiles(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const targets = [...targetsOf(manifest.exports), ...Object.values(manifest.bin ?? {})];
  const missing = targets.filter((path) => !existsSync(join(folder, path)));
  return [...missing.map((path) => `package.json: ${path}`), ...missingImports(folder)];
}

/** The files behind the doors; the sources are for this repository only. */
function targetsOf(target) {
  if (typeof target === 'string') return [target];
  return Object.entries(target ?? {}).flatMap(([condition, inner]) =>
    condition === '@closekit/source' ? [] : targetsOf(inner),
  );
}

function missingImports(folder) {
  const modules = globSync('dist/**/*.{js,d.ts}', { cwd: folder });
  return modules.toSorted().flatMap((module) => {
    const text = readFileSync(join(folder, module), 'utf8').replace(/\/\*[^]*?\*\//g, '');
    const paths = [...text.matchAll(imported)].map(([, , path]) => path);
    return [...new Set(paths)]
      .filter((path) => !isThere(join(folder, dirname(module), path), module))
      .map((path) => `${module}: ${relative('.', join('.', dirname(module), path))}`);
  });
}

/** A declaration imports `./x.js` and means `./x.d.ts`. */
function isThere(path, module) {
  return existsSync(module.endsWith('.d.ts') ? path.replace(/\.js$/, '.d.ts') : path);
}
