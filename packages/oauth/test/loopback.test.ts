import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCloseOAuth, discoverAuthorizationServer } from '@closekit/oauth';
import type { CloseOAuth, Grant } from '@closekit/oauth';
import { createSandbox } from '@closekit/sandbox';
import type { Sandbox } from '@closekit/sandbox';
import { listen } from '@closekit/sandbox/node';
import { listenAnywhere } from './listen-anywhere.ts';

interface Running {
  readonly sandbox: Sandbox;
  readonly oauth: CloseOAuth;
  readonly grant: Grant;
}

async function running(): Promise<Running> {
  const sandbox = createSandbox({ leads: 0 });
  const listener = await listen(sandbox);
  onTestFinished(() => listener.close());
  const server = () => discoverAuthorizationServer(listener.url);
  const oauth = createCloseOAuth({ ...sandbox.client, server, sleep: () => Promise.resolve() });
  const { url, transaction } = await oauth.startAuthorization();
  const callbackUrl = await sandbox.approve(url);
  const { grant } = await oauth.finishAuthorization({ callbackUrl, transaction });
  return { sandbox, oauth, grant };
}

describe('createCloseOAuth over a loopback socket', () => {
  it('discovers, logs in, refreshes and disconnects', async () => {
    const { sandbox, grant } = await running();
    const first = await grant.get();
    grant.invalidate(first);
    expect(await grant.get()).not.toBe(first);
    await grant.revoke();
    expect(sandbox.activeGrants()).toBe(0);
    const paths = sandbox.requests.map((request) => request.path);
    expect(paths.filter((path) => path.startsWith('/.well-known/'))).toEqual([
      '/.well-known/oauth-authorization-server',
    ]);
  });

  it('survives a connection that breaks before the request arrives', async () => {
    const { sandbox, grant } = await running();
    grant.invalidate(await grant.get());
    sandbox.faults.next({ path: '/oauth2/token/', drop: 'before' });
    expect((await grant.get()).length).toBeGreaterThan(8);
  });
});

describe('an unreachable server', () => {
  it('fails with discovery_failed, and the next call tries again', async () => {
    const taken = createServer();
    const port = await listenAnywhere(taken);
    await new Promise((resolve) => {
      taken.close(resolve);
    });
    const sandbox = createSandbox({ leads: 0 });
    const server = () => discoverAuthorizationServer(`http://127.0.0.1:${port}`);
    const oauth = createCloseOAuth({ ...sandbox.client, server });
    await expect(oauth.startAuthorization()).rejects.toMatchObject({ code: 'discovery_failed' });
    const listener = await listen(sandbox, { port });
    onTestFinished(() => listener.close());
    const { url } = await oauth.startAuthorization();
    expect(url.pathname).toBe('/oauth2/authorize/');
  });
});
