/** Installs a second copy of the client beside the first, and passes values of one to functions of the other. */
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const program = `import {
  CloseApiError as FirstError,
  bearer as firstBearer,
  createCloseClient as createFirst,
  isCloseApiError as isFirstError,
  pace as paceByFirst,
  type CloseClient as FirstClient,
} from '@closekit/client';
import { leadsGet as getByFirst } from '@closekit/client/operations';
import {
  CloseApiError as OtherError,
  createCloseClient as createOther,
  isCloseApiError as isOtherError,
  type CloseClient as OtherClient,
} from 'other-copy';
import { createCloseConnection, leadsGet as getByOther } from 'other-copy/operations';

const first: FirstClient = createOther({ auth: firstBearer('t') });
const other: OtherClient = createFirst({ auth: firstBearer('t'), rateLimit: paceByFirst() });
const connection = createCloseConnection({ auth: firstBearer('t'), rateLimit: paceByFirst() });
export const calls = [() => getByOther(first, 'lead_1'), () => getByFirst(connection, 'lead_1'), () => getByFirst(other, 'lead_1')];

const ofOther: FirstError = new OtherError('network', 'No response.');
const ofFirst: OtherError = new FirstError('network', 'No response.');
if (!isFirstError(ofOther) || !isOtherError(ofFirst)) throw new Error('An error of the other copy is not recognised.');
if (ofOther instanceof FirstError) throw new Error('This is one copy, not two.');
`;

/**
 * Checks the types of the program and runs it.
 *
 * @param {string} folder - Where the packages are installed.
 */
export function checkTwoCopies(folder) {
  const copy = join(folder, 'node_modules', 'other-copy');
  cpSync(join(folder, 'node_modules', '@closekit', 'client'), copy, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8'));
  // TypeScript takes two packages of one name and version for the same.
  writeFileSync(join(copy, 'package.json'), JSON.stringify({ ...manifest, name: 'other-copy' }));
  writeFileSync(join(folder, 'two-copies.mts'), program);
  const strict = ['--strict', '--exactOptionalPropertyTypes', '--module', 'nodenext', '--target', 'es2023'];
  const lib = ['--lib', 'es2024,dom,dom.iterable', '--types', ''];
  execFileSync('tsc', [...strict, ...lib, 'two-copies.mts'], { cwd: folder, stdio: 'inherit' });
  execFileSync('node', ['two-copies.mjs'], { cwd: folder, stdio: 'inherit' });
  console.log('@closekit/client: two copies fit each other');
}
