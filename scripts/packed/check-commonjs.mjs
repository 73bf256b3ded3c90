/**
 * Checks what docs/commonjs.md says: every door can be required under every supported Node, TypeScript compiles a
 * CommonJS file with `nodenext`, and with `node16` when it imports as that document shows.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const required = `import { createCloseClient } from '@closekit/client';
import type { CloseClient } from '@closekit/client';
export const close: CloseClient = createCloseClient({ auth: { get: () => Promise.resolve('t'), invalidate: () => undefined } });
`;

const imported = `import type { CloseClient } from '@closekit/client' with { 'resolution-mode': 'import' };
export async function create(): Promise<CloseClient> {
  const { bearer, createCloseClient } = await import('@closekit/client');
  return createCloseClient({ auth: bearer('t') });
}
`;

/**
 * Requires every door.
 *
 * @param {string} folder - Where the packages are installed.
 * @param {string[]} doors - The names to require.
 * @param {string} node - The Node to run.
 */
export function requireDoors(folder, doors, node) {
  const program = doors.map((door) => `require('${door}');`).join('\n');
  const { status, stderr } = spawnSync(node, ['--input-type=commonjs', '--eval', program], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0 || stderr !== '')
    throw new Error(`require() under ${node} ended with ${status}: ${stderr}`);
}

/**
 * Compiles CommonJS files against the packages.
 *
 * @param {string} folder - Where the packages are installed.
 */
export function compileCommonJs(folder) {
  writeFileSync(join(folder, 'required.cts'), required);
  writeFileSync(join(folder, 'imported.cts'), imported);
  compile(folder, 'nodenext', 'required.cts');
  compile(folder, 'node16', 'imported.cts');
  if (compiles(folder, 'node16', 'required.cts')) {
    throw new Error(
      'TypeScript with `node16` requires ES modules now: docs/commonjs.md says that it does not.',
    );
  }
  console.log('TypeScript compiles CommonJS files as docs/commonjs.md says');
}

function compiles(folder, module, file) {
  return spawnSync('tsc', argumentsOf(module, file), { cwd: folder }).status === 0;
}

function compile(folder, module, file) {
  execFileSync('tsc', argumentsOf(module, file), { cwd: folder, stdio: 'inherit' });
}

function argumentsOf(module, file) {
  const lib = ['--lib', 'es2024,dom,dom.iterable', '--types', '', '--target', 'es2023'];
  return ['--noEmit', '--strict', '--ignoreConfig', '--module', module, ...lib, file];
}
