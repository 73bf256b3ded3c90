/** The packages as their users get them: every published one as a tarball, in a folder of its own. */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Folder and manifest of every published package. */
export const packages = readdirSync('packages').map((name) => {
  const folder = resolve('packages', name);
  return { folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) };
});

/** The names that programs import. */
export const doors = packages.flatMap(({ manifest }) =>
  Object.keys(manifest.exports)
    .filter((door) => !door.endsWith('.json'))
    .map((door) => manifest.name + door.slice(1)),
);

/**
 * Packs every published package.
 *
 * @param {string} destination - The folder for the tarballs.
 * @returns {string[]} Their paths, in the order of `packages`.
 */
export function packPackages(destination) {
  return packages.map(({ folder }) => {
    const command = ['pack', '--json', '--pack-destination', destination];
    return JSON.parse(execFileSync('pnpm', command, { cwd: folder, encoding: 'utf8' })).filename;
  });
}

/**
 * Installs the tarballs all together, so that each finds the others; what they depend on comes from the registry.
 *
 * @param {string} folder - The folder to install into; holds a package.json.
 * @param {string[]} tarballs - The result of `packPackages`.
 */
export function installPackages(folder, tarballs) {
  const peers = new Set(packages.flatMap(({ manifest }) => peersOf(manifest)));
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
  execFileSync('npm', ['install', ...quiet, ...tarballs, ...peers], { cwd: folder, stdio: 'pipe' });
}

/** In the versions that the tests ran with; with the types of those that have them in a package of their own. */
function peersOf(manifest) {
  const peers = Object.keys(manifest.peerDependencies ?? {});
  const names = peers.filter((name) => !name.startsWith('@closekit/'));
  if (names.includes('react')) names.push('@types/react');
  return names.map((name) => {
    const path = join('packages', manifest.name.split('/')[1], 'node_modules', name, 'package.json');
    return `${name}@${JSON.parse(readFileSync(path, 'utf8')).version}`;
  });
}
