import { createSandbox } from '@closekit/sandbox';
import { listen } from '@closekit/sandbox/node';
import { describe, expect, it } from 'vitest';

describe('listen', () => {
  it('serves a sandbox on loopback, bodies and redirects included', async () => {
    const sandbox = createSandbox({ leads: 3 });
    const { url, close } = await listen(sandbox);
    try {
      const metadata = await (await fetch(`${url}/.well-known/oauth-authorization-server`)).json();
      expect(metadata).toMatchObject({ issuer: url, token_endpoint: `${url}/oauth2/token/` });
      const { refreshToken } = sandbox.connect();
      const { clientId: client_id, clientSecret: client_secret } = sandbox.client;
      const response = await fetch(metadata.token_endpoint, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'refresh_token',
          client_id,
          client_secret,
          refresh_token: refreshToken,
        }),
      });
      const tokens = await response.json();
      const headers = { authorization: `Bearer ${tokens.access_token}` };
      const leads = await fetch(`${url}/api/v1/lead/`, { headers });
      expect((await leads.json()).data).toHaveLength(3);
      const authorize = `${metadata.authorization_endpoint}?client_id=${client_id}&response_type=nope`;
      const redirect = await fetch(authorize, { redirect: 'manual' });
      expect([redirect.status, redirect.headers.has('location')]).toEqual([302, true]);
    } finally {
      await close();
    }
  });

  it('closes the connection of a dropped request, and serves the next one', async () => {
    const sandbox = createSandbox({ leads: 0 });
    const { url, close } = await listen(sandbox);
    try {
      sandbox.faults.next({ drop: 'before' });
      await expect(fetch(`${url}/api/v1/me/`)).rejects.toBeInstanceOf(TypeError);
      expect((await fetch(`${url}/api/v1/me/`)).status).toBe(401);
    } finally {
      await close();
    }
  });

  it('accepts a plain handler and a port', async () => {
    const first = await listen(() => new Response('here'));
    const { port } = new URL(first.url);
    expect(await (await fetch(first.url)).text()).toBe('here');
    await expect(listen(() => new Response(), { port: Number(port) })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    await first.close();
    await expect(fetch(first.url)).rejects.toBeInstanceOf(TypeError);
  });

  it("takes the port of the sandbox's origin", async () => {
    const { url: freeUrl, close: closeFirst } = await listen(() => new Response());
    await closeFirst();
    const { url, close } = await listen(createSandbox({ origin: freeUrl, leads: 0 }));
    expect(url).toBe(freeUrl);
    await close();
  });

  it("refuses a port other than that of the sandbox's origin, and names both", async () => {
    const ported = createSandbox({ origin: 'http://localhost:4010', leads: 0 });
    await expect(listen(ported, { port: 5000 })).rejects.toThrow(
      new TypeError(
        "listen: `port` must be 4010, as in the sandbox's `origin` http://localhost:4010, not 5000.",
      ),
    );
    await expect(listen(ported, { port: 0 })).rejects.toThrow(TypeError);
    const portless = createSandbox({ origin: 'http://127.0.0.1', leads: 0 });
    await expect(listen(portless, { port: 5000 })).rejects.toThrow('`port` must be 80');
  });

  it("accepts any port for an origin that is another server's", async () => {
    const origins = ['https://localhost:4010', 'http://app.example:4010'];
    const listeners = await Promise.all(origins.map((origin) => listen(createSandbox({ origin, leads: 0 }))));
    for (const { url, close } of listeners) {
      expect((await fetch(`${url}/api/v1/me/`)).status).toBe(401);
      await close();
    }
  });

  it('refuses hostnames that are not loopback', async () => {
    await expect(listen(() => new Response(), { hostname: '0.0.0.0' })).rejects.toThrow(
      'listen: `hostname` must be 127.0.0.1, ::1 or localhost.',
    );
  });
});
