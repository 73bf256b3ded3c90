import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCloseOAuth } from '@closekit/oauth';
import { importGrants, listGrants } from '@closekit/oauth/maintenance';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from './engines/open-store.ts';
import { listenAnywhere } from './listen-anywhere.ts';
import { workerKeys } from './proof/worker-keys.ts';

const leaver = new URL('engines/disconnect-and-leave.ts', import.meta.url);

/** A connected grant in a file, and a Close whose revocations fail until it is up. */
async function prepare() {
  const folder = await mkdtemp(join(tmpdir(), 'closekit-disconnect-'));
  const path = join(folder, 'close.db');
  const close = { isUp: false, attempts: 0, revoked: 0 };
  const http = createServer((request, response) => {
    request.resume();
    close.attempts += 1;
    if (close.isUp) {
      close.revoked += 1;
      response.end();
    } else {
      request.socket.destroy();
    }
  });
  const origin = `http://127.0.0.1:${await listenAnywhere(http)}`;
  const server = {
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    revocation_endpoint: `${origin}/revoke`,
  };
  const oauth = createCloseOAuth({
    clientId: 'client',
    clientSecret: 'client-secret',
    redirectUri: 'https://app.example/callback',
    keys: workerKeys,
    server,
    store: openStore({ engine: 'sqlite', path }),
  });
  onTestFinished(async () => {
    await oauth.close();
    http.closeAllConnections();
    http.close();
    await rm(folder, { recursive: true });
  });
  const line = {
    organizationId: 'orga_1',
    userId: 'user_1',
    refreshToken: 'refresh-1',
    accessToken: 'access-1',
  };
  const expiresAt = Date.now() + 3_600_000;
  await importGrants(oauth, [{ ...line, expiresAt }]);
  const grant = oauth.grant(line);
  const list = async () => (await listGrants(oauth).page()).grants.map(({ status }) => status);
  const start = (options: { stays: boolean }): ChildProcess => {
    const child = fork(leaver, [JSON.stringify({ path, server, ...options })], {
      execArgv: ['--conditions=@closekit/source'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  };
  return { close, oauth, grant, list, start };
}

describe('a disconnect while Close is down', () => {
  it('is finished by the process that was asked, once Close is back', async () => {
    const { close, list, start } = await prepare();
    const child = start({ stays: true });
    expect(await once(child, 'message')).toEqual(['revoke_unavailable', undefined]);
    expect(await list()).toEqual(['revoking']);
    close.isUp = true;
    await expect.poll(list).toEqual(['revoked']);
    expect(close.revoked).toBe(1);
  });

  it('is finished by keepAlive of another process when that one was killed', async () => {
    const { close, oauth, grant, list, start } = await prepare();
    const child = start({ stays: true });
    await once(child, 'message');
    child.kill('SIGKILL');
    await once(child, 'exit');
    close.isUp = true;
    expect(await list()).toEqual(['revoking']);
    await expect(grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(await oauth.keepAlive({ idleForMs: 86_400_000 })).toMatchObject({ revoked: 1 });
    expect([await list(), close.revoked]).toEqual([['revoked'], 1]);
  });

  it('does not keep a process alive that has nothing else to do', async () => {
    const { list, start } = await prepare();
    const child = start({ stays: false });
    expect(await once(child, 'exit', { signal: AbortSignal.timeout(15_000) })).toEqual([0, null]);
    expect(await list()).toEqual(['revoking']);
  });
});
