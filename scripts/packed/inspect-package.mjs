/** Looks at an unpacked package as its installer and the readers of the registry see it. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findMissingFiles } from '../release/find-missing-files.mjs';

const wanted = ['description', 'keywords', 'homepage', 'bugs', 'license', 'author', 'repository', 'engines'];

/** What the main door of React needs: optional for `/core` alone, whose apps have none of them. */
const ofMainDoor = /^(?:react|@tanstack\/.+)$/;

/**
 * Lists what is wrong with a package.
 *
 * @param {string} folder - The folder of the unpacked tarball.
 * @returns {string[]} One sentence for each problem.
 */
export function inspectPackage(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const absent = ['README.md', 'LICENSE'].filter((name) => !existsSync(join(folder, name)));
  return [
    ...findMissingFiles(folder).map((line) => `is not complete: ${line} is missing.`),
    ...absent.map((name) => `has no ${name}.`),
    ...wanted.filter((field) => !(field in manifest)).map((field) => `does not say its ${field}.`),
    ...checkRanges(manifest),
    ...checkDeclarations(folder, manifest),
  ];
}

/** A pinned dependency keeps a fix from users; a range of an optional peer refuses apps that never use it. */
function checkRanges({ dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {}, ...manifest }) {
  const pinned = Object.entries(dependencies).filter(([, range]) => !range.startsWith('^'));
  const narrow = Object.entries(peerDependencies).filter(
    ([name, range]) => peerDependenciesMeta[name]?.optional && range !== '*' && !ofMainDoor.test(name),
  );
  const { access, provenance } = manifest.publishConfig ?? {};
  return [
    ...pinned.map(([name, range]) => `depends on ${name} ${range}, which is no caret range.`),
    ...narrow.map(([name, range]) => `refuses apps with another ${name} than ${range}, which is optional.`),
    ...(access === 'public' && provenance === true ? [] : ['is not published in public with provenance.']),
  ];
}

/** With private members, and with unique symbols, the types of two copies of a package do not fit each other. */
function checkDeclarations(folder, { exports }) {
  const doors = Object.values(exports).flatMap(({ types }) => (types ? [readCode(join(folder, types))] : []));
  return globSync('dist/**/*.d.ts', { cwd: folder }).flatMap((path) => {
    const text = readCode(join(folder, path));
    const [, member] = /^\s+((?:#|(?:private|protected) )\w+)/m.exec(text) ?? [];
    const [, name] = /declare (?:abstract )?class (\w+)/.exec(text) ?? [];
    const isPublic = doors.some((door) => new RegExp(`\\b${name}\\b`).test(door));
    const found = isPublic ? member : /unique symbol/.exec(text)?.[0];
    return found === undefined ? [] : [`${path} has "${found}", which differs in every copy.`];
  });
}

function readCode(path) {
  return readFileSync(path, 'utf8').replace(/\/\*[^]*?\*\//g, '');
}
