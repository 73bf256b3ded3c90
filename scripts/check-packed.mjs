/**
 * Packs every published package, or takes the tarballs of a folder, and looks at them as a user would meet them: nothing
 * is missing, publint, arethetypeswrong, an import and a require() of each door under the Node that started the check
 * and under the newest one we ship with, CommonJS and bundlers, other versions of optional peers, and two copies of
 * the packages in one program.
 */
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { doors, installPackages, packages, packPackages } from './pack-packages.mjs';
import { checkBundles } from './packed/check-bundles.mjs';
import { checkClientDirectives } from './packed/check-client-directives.mjs';
import { compileCommonJs, requireDoors } from './packed/check-commonjs.mjs';
import { checkOtherPeers } from './packed/check-other-peers.mjs';
import { checkTwoCopies } from './packed/check-two-copies.mjs';
import { inspectPackage } from './packed/inspect-package.mjs';

const work = mkdtempSync(join(tmpdir(), 'closekit-packed-'));
const nodes = ['node', process.env.CLOSEKIT_STARTED_BY].filter(Boolean);
try {
  const tarballs = findTarballs(process.argv[2]) ?? packPackages(work);
  for (const [index, tarball] of tarballs.entries()) await inspect(packages[index], tarball);
  if (process.exitCode === 1) throw new Error('The packages are not fit to be published.');
  await checkTogether(tarballs);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** In the order of `packages`. */
function findTarballs(folder) {
  if (folder === undefined) return undefined;
  return packages.map(({ manifest }) => {
    const name = manifest.name.slice(1).replace('/', '-');
    const [found] = globSync(`${name}-[0-9]*.tgz`, { cwd: folder });
    if (found === undefined) throw new Error(`${folder} has no tarball of ${manifest.name}.`);
    return resolve(folder, found);
  });
}

async function inspect({ folder, manifest }, tarball) {
  const unpacked = join(work, 'unpacked', manifest.name);
  mkdirSync(unpacked, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', unpacked]);
  const problems = inspectPackage(unpacked).map((problem) => `${manifest.name} ${problem}`);
  if (manifest.peerDependencies?.react) problems.push(...checkClientDirectives(folder));
  const { messages } = await publint({ pkgDir: folder, pack: false, strict: true });
  for (const message of messages) problems.push(`${manifest.name}: ${formatMessage(message, manifest)}`);
  for (const problem of problems) {
    console.error(problem);
    process.exitCode = 1;
  }
  if (problems.length > 0) return;
  try {
    execFileSync('attw', [tarball, '--profile', 'esm-only', '--quiet'], { stdio: 'pipe' });
  } catch {
    execFileSync('attw', [tarball, '--profile', 'esm-only'], { stdio: 'inherit' });
  }
  console.log(`${manifest.name}: complete, publint and attw are content`);
}

async function checkTogether(tarballs) {
  writeFileSync(join(work, 'package.json'), '{ "private": true, "type": "module" }');
  installPackages(work, tarballs);
  for (const node of nodes) loadDoors(node);
  compileCommonJs(work);
  checkTwoCopies(work);
  checkOtherPeers(work, tarballs, { react: '^18.0.0', '@tanstack/react-query': '^5.89.0' });
  const optional = packages.flatMap(({ manifest }) => Object.keys(manifest.peerDependenciesMeta ?? {}));
  for (const name of optional.filter((peer) => !peer.startsWith('@closekit/'))) {
    rmSync(join(work, 'node_modules', name), { recursive: true, force: true });
  }
  await checkBundles(work);
}

function loadDoors(node) {
  const program = doors.map((door) => `await import('${door}');`);
  execFileSync(node, ['--input-type=module', '--eval', program.join('\n')], { cwd: work, stdio: 'inherit' });
  requireDoors(work, doors, node);
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  console.log(`${doors.length} doors import, and can be required, under Node ${version}`);
}
