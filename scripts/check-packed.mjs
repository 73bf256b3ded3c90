/**
 * Packs every published package and looks at the tarballs as a user would meet them: publint, arethetypeswrong,
 * and an import of each door under the Node that started the check and under the newest one we ship with.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const packages = readdirSync('packages').map((name) => {
  const folder = resolve('packages', name);
  return { folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) };
});

const work = mkdtempSync(join(tmpdir(), 'closekit-packed-'));
try {
  const tarballs = packages.map(pack);
  for (const [index, tarball] of tarballs.entries()) await inspect(packages[index], tarball);
  install(tarballs);
  importDoors('node');
  if (process.env.CLOSEKIT_STARTED_BY) importDoors(process.env.CLOSEKIT_STARTED_BY);
} finally {
  rmSync(work, { recursive: true, force: true });
}

function pack({ folder }) {
  const printed = execFileSync('pnpm', ['pack', '--json', '--pack-destination', work], {
    cwd: folder,
    encoding: 'utf8',
  });
  return JSON.parse(printed).filename;
}

async function inspect({ folder, manifest }, tarball) {
  const { messages } = await publint({ pkgDir: folder, pack: false, strict: true });
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

/** All tarballs together, so that each finds the others; what they depend on comes from the registry. */
function install(tarballs) {
  writeFileSync(join(work, 'package.json'), '{ "private": true, "type": "module" }');
  const peers = packages.flatMap(({ manifest }) =>
    Object.keys(manifest.peerDependencies ?? {}).map((name) => `${name}@${installedVersion(manifest, name)}`),
  );
  const command = [
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    ...tarballs,
    ...peers,
  ];
  execFileSync('npm', command, { cwd: work, stdio: 'pipe' });
}

function installedVersion(manifest, name) {
  const path = join('packages', manifest.name.split('/')[1], 'node_modules', name, 'package.json');
  return JSON.parse(readFileSync(path, 'utf8')).version;
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
