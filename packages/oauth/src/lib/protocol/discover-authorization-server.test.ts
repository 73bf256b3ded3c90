import { describe, expect, it } from 'vitest';
import { closeAuthorizationServer } from '../base/authorization-server.ts';
import type { AuthorizationServer } from '../base/authorization-server.ts';
import { createCloseOAuth } from '../create-close-oauth.ts';
import { discoverAuthorizationServer } from './discover-authorization-server.ts';

const issuer = 'https://api.close.com';

function answering(...answers: (() => Response)[]): { fetch: typeof globalThis.fetch; urls: string[] } {
  const urls: string[] = [];
  const fetch = async (url: string | URL | Request): Promise<Response> => {
    urls.push(new Request(url).url);
    return (answers.length > 1 ? answers.shift() : answers[0])?.() ?? Response.error();
  };
  return { fetch, urls };
}

const metadata = (): Response => Response.json(closeAuthorizationServer);
const missing = (): Response => new Response('no', { status: 404 });

describe('discoverAuthorizationServer', () => {
  it('reads the RFC 8414 document, with or without a final slash in the issuer', async () => {
    const { fetch, urls } = answering(metadata);
    const found = [
      await discoverAuthorizationServer(issuer, { fetch }),
      await discoverAuthorizationServer(`${issuer}/`, { fetch }),
    ];
    expect(found).toEqual([closeAuthorizationServer, closeAuthorizationServer]);
    expect(new Set(urls)).toEqual(new Set([`${issuer}/.well-known/oauth-authorization-server`]));
  });

  it('fails when the document is missing, not JSON, of another issuer or incomplete', async () => {
    const answers = [
      missing,
      () => new Response('<h1>hi</h1>'),
      () => Response.json({ ...closeAuthorizationServer, issuer: 'https://evil.example' }),
      () => Response.json({ issuer }),
      () =>
        Response.json({ ...closeAuthorizationServer, token_endpoint: 'http://api.close.com/oauth2/token/' }),
    ];
    const failures = await Promise.allSettled(
      answers.map((answer) => discoverAuthorizationServer(issuer, { fetch: answering(answer).fetch })),
    );
    expect(failures).toMatchObject(answers.map(() => ({ reason: { code: 'discovery_failed' } })));
  });
});

describe('createCloseOAuth with discovery', () => {
  const options = {
    clientId: 'c',
    clientSecret: 's',
    redirectUri: 'https://app.example/callback',
  };

  it('discovers once for concurrent callers, and keeps the metadata', async () => {
    const { fetch, urls } = answering(metadata);
    const server = () => discoverAuthorizationServer(issuer, { fetch });
    const oauth = createCloseOAuth({ ...options, server });
    await Promise.all([oauth.startAuthorization(), oauth.startAuthorization()]);
    await oauth.startAuthorization();
    expect(urls).toHaveLength(1);
  });

  it('does not remember a failure', async () => {
    const { fetch, urls } = answering(missing, metadata);
    const server = () => discoverAuthorizationServer(issuer, { fetch });
    const oauth = createCloseOAuth({ ...options, server });
    await expect(oauth.startAuthorization()).rejects.toMatchObject({ code: 'discovery_failed' });
    expect((await oauth.startAuthorization()).url.origin).toBe('https://app.close.com');
    expect(urls).toHaveLength(2);
  });

  it.each([
    ['fails', () => Promise.reject(new Error('no route'))],
    ['returns no metadata', () => Promise.resolve({ issuer })],
  ])('says so when the function %s, and calls it again', async (_, work) => {
    let calls = 0;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a function may return.
    const server = (() =>
      (calls += 1) === 1
        ? work()
        : Promise.resolve(closeAuthorizationServer)) as () => Promise<AuthorizationServer>;
    const oauth = createCloseOAuth({ ...options, server });
    await expect(oauth.startAuthorization()).rejects.toMatchObject({
      code: 'discovery_failed',
      message: 'The function `server` returned no metadata. The next call tries again.',
    });
    expect((await oauth.startAuthorization()).url.origin).toBe('https://app.close.com');
  });
});
