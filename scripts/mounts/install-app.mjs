/** Installs an app as its user would: its own package.json, our packages as tarballs, in a git-ignored folder. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packages } from '../pack-packages.mjs';

/**
 * Copies the app and installs what it depends on. A folder of an earlier run keeps its modules.
 *
 * @param {string} source - The folder of the app.
 * @param {string[]} tarballs - The result of `packPackages`.
 * @returns {string} The folder it was installed into.
 */
export function installApp(source, tarballs) {
  const folder = resolve('.tools', source);
  mkdirSync(folder, { recursive: true });
  // npm keeps a tarball of the same version: our packages go first, and the list of what is there.
  for (const name of readdirSync(folder)) {
    if (name !== 'node_modules') rmSync(join(folder, name), { recursive: true });
  }
  for (const name of ['@closekit', '.package-lock.json']) {
    rmSync(join(folder, 'node_modules', name), { recursive: true, force: true });
  }
  cpSync(source, folder, { recursive: true });
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  execFileSync('npm', ['install', ...quiet, ...ownTarballs(folder, tarballs)], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return folder;
}

/** Those that it depends on, and those that these depend on. */
function ownTarballs(folder, tarballs) {
  const wanted = new Set();
  const pending = [JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))];
  for (const { dependencies } of pending) {
    for (const [index, { manifest }] of packages.entries()) {
      if (!(manifest.name in (dependencies ?? {})) || wanted.has(tarballs[index])) continue;
      wanted.add(tarballs[index]);
      pending.push(manifest);
    }
  }
  return [...wanted];
}
