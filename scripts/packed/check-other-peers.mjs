/**
 * Lets npm plan the installation of all packages into an app with other major versions of what they can work with: an
 * app that never opens those doors has to install without a word.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packages } from '../pack-packages.mjs';

const others = {
  '@opentelemetry/api': '1.0.4',
  ioredis: '^5.0.0',
  msw: '^2.0.0',
  pg: '8.0.3',
  redis: '^4.0.0',
  undici: '^6.0.0',
};

/**
 * Plans the installation.
 *
 * @param {string} folder - An empty folder is created in it.
 * @param {string[]} tarballs - The result of `packPackages`.
 * @param {Record<string, string>} peers - The versions of the other peers.
 * @throws {Error} When npm refuses it or warns.
 */
export function checkOtherPeers(folder, tarballs, peers) {
  const app = join(folder, 'app-of-others');
  mkdirSync(app);
  const own = tarballs.map((tarball, index) => [packages[index].manifest.name, `file:${tarball}`]);
  const dependencies = { ...peers, ...others, ...Object.fromEntries(own) };
  writeFileSync(join(app, 'package.json'), JSON.stringify({ private: true, dependencies }));
  const planned = ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status, stderr } = spawnSync('npm', planned, { cwd: app, encoding: 'utf8' });
  const complaints = stderr.split('\n').filter((line) => /ERESOLVE|peer|closekit/i.test(line));
  if (status !== 0 || complaints.length > 0)
    throw new Error(`npm refuses an app with other peers:\n${stderr}`);
  console.log(`npm installs the packages beside ${Object.keys(others).join(', ')} of other versions`);
}
