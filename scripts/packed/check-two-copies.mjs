/** Installs a second copy of the packages beside the first, and passes values of one to functions of the other. */
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
} from 'other-client';
import { createCloseConnection, leadsGet as getByOther } from 'other-client/operations';
import { CloseOAuthError as OAuthError, TokenSet, createCloseOAuth as createOAuth, isCloseOAuthError as isOAuthError, memoryStore } from '@closekit/oauth';
import { CloseOAuthError as OtherOAuthError, TokenSet as OtherTokenSet, createCloseOAuth as createOtherOAuth, isCloseOAuthError as isOtherOAuthError, memoryStore as otherMemoryStore } from 'other-oauth';
import { CloseServerError as ServerError, createCloseHandler as createHandler, isCloseServerError as isServerError, memorySessionStore as memorySessions } from '@closekit/server';
import { CloseServerError as OtherServerError, createCloseHandler as createOtherHandler, memorySessionStore as otherMemorySessions } from 'other-server';
import { CloseAuthError as AuthError, isCloseAuthError as isAuthError } from '@closekit/react';
import { CloseAuthError as OtherAuthError } from 'other-react';
import { createTestBackend } from '@closekit/react/testing';
import { createSandbox as createOtherSandbox } from 'other-sandbox';

const first: FirstClient = createOther({ auth: firstBearer('t') });
const other: OtherClient = createFirst({ auth: firstBearer('t'), rateLimit: paceByFirst() });
const connection = createCloseConnection({ auth: firstBearer('t'), rateLimit: paceByFirst() });
export const calls = [() => getByOther(first, 'lead_1'), () => getByFirst(connection, 'lead_1'), () => getByFirst(other, 'lead_1')];

const ofOther: FirstError = new OtherError('network', 'No response.');
const ofFirst: OtherError = new FirstError('network', 'No response.');
if (!isFirstError(ofOther) || !isOtherError(ofFirst)) throw new Error('An error of the other copy is not recognised.');
if (ofOther instanceof FirstError) throw new Error('This is one copy, not two.');

const options = { clientId: 'a', clientSecret: 'b', redirectUri: 'https://app.example/callback', keys: [{ id: '1', secret: 'A'.repeat(43) }] };
const oauth = createOAuth({ ...options, store: otherMemoryStore() });
const otherOAuth = createOtherOAuth({ ...options, store: memoryStore() });
const ids = { organizationId: 'orga_1', userId: 'user_1' };
export const clients = [createFirst({ auth: otherOAuth.grant(ids) }), createOther({ auth: oauth.grant(ids) })];
export const handlers = [
  createHandler({ oauth: otherOAuth, origin: 'https://app.example', sessions: otherMemorySessions() }),
  createOtherHandler({ oauth, origin: 'https://app.example', sessions: memorySessions() }),
];
export const backends = [createTestBackend({ sandbox: createOtherSandbox() })];

const tokens: TokenSet = new OtherTokenSet({ accessToken: 'a', refreshToken: 'b', expiresAt: 1, issuedAt: 0, scope: '', ...ids });
if (tokens.accessToken !== 'a' || tokens instanceof TokenSet) throw new Error('A token set of the other copy cannot be read.');
const oauthError: OAuthError = new OtherOAuthError('closed', 'Closed.', { tokens });
const otherOAuthError: OtherOAuthError = new OAuthError('closed', 'Closed.', { tokens });
if (!isOAuthError(oauthError) || !isOtherOAuthError(otherOAuthError)) throw new Error('An error of the other copy is not recognised.');
const serverError: ServerError = new OtherServerError('internal', 'Failed.');
const authError: AuthError = new OtherAuthError('sign_in_unavailable', 'Failed.');
if (!isServerError(serverError) || !isAuthError(authError)) throw new Error('An error of the other copy is not recognised.');
`;

const copied = ['client', 'oauth', 'react', 'sandbox', 'server'];

/**
 * Checks the types of the program and runs it.
 *
 * @param {string} folder - Where the packages are installed.
 */
export function checkTwoCopies(folder) {
  for (const name of copied) copyPackage(folder, name);
  writeFileSync(join(folder, 'two-copies.mts'), program);
  const strict = ['--strict', '--exactOptionalPropertyTypes', '--module', 'nodenext', '--target', 'es2023'];
  const lib = ['--lib', 'es2024,dom,dom.iterable', '--types', ''];
  execFileSync('tsc', [...strict, ...lib, 'two-copies.mts'], { cwd: folder, stdio: 'inherit' });
  execFileSync('node', ['two-copies.mjs'], { cwd: folder, stdio: 'inherit' });
  console.log(`Two copies of ${copied.join(', ')} fit each other`);
}

function copyPackage(folder, name) {
  const copy = join(folder, 'node_modules', `other-${name}`);
  cpSync(join(folder, 'node_modules', '@closekit', name), copy, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8'));
  // TypeScript takes two packages of one name and version for the same.
  writeFileSync(join(copy, 'package.json'), JSON.stringify({ ...manifest, name: `other-${name}` }));
}
