/**
 * Packs every published package and looks at the tarballs as a user would meet them: publint, arethetypeswrong,
 * an import of each door under the Node that started the check and under the newest one we ship with, and two copies
 * of the client in one program.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { checkClientDirectives } from './check-client-directives.mjs';
import { checkTwoCopies } from './check-two-copies.mjs';
import { installPackages, packages, packPackages } from './pack-packages.mjs';

const work = mkdtempSync(join(tmpdir(), 'closekit-packed-'));
try {
  const tarballs = packPackages(work);
  for (const [index, tarball] of tarballs.entries()) await inspect(packages[index], tarball);
  writeFileSync(join(work, 'package.json'), '{ "private": true, "type": "module" }');
  installPackages(work, tarballs);
  importDoors('node');
  if (process.env.CLOSEKIT_STARTED_BY) importDoors(process.env.CLOSEKIT_STARTED_BY);
  checkTwoCopies(work);
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function inspect({ folder, manifest }, tarball) {
  const { messages } = await publint({ pkgDir: folder, pack: false, strict: true });
  const directives = manifest.peerDependencies?.react ? checkClientDirectives(folder) : [];
  for (const problem of directives) {
    console.error(`${manifest.name}: ${problem}`);
    process.exitCode = 1;
  }
  for (const message of messages) {
    console.error(`${manifest.name}: ${formatMessage(message, manifest)}`);
    process.exitCode = 1;
  }
  try {
    execFileSync('attw', [tarball, '--profile', 'esm-only', '--quiet'], { stdio: 'pipe' });
  } catch {
    execFileSync('attw', [tarball, '--profile', 'esm-only'], { stdio: 'inherit' });
  }
  console.log(`${manifest.name}: packed, publint and attw are content`);
}

function importDoors(node) {
  const doors = packages.flatMap(({ manifest }) =>
    Object.keys(manifest.exports)
      .filter((door) => !door.endsWith('.json'))
      .map((door) => manifest.name + door.slice(1)),
  );
  const program = doors.map((door) => `await import('${door}');`);
  execFileSync(node, ['--input-type=module', '--eval', program.join('\n')], { cwd: work, stdio: 'inherit' });
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  console.log(`${doors.length} doors import under Node ${version}`);
}
