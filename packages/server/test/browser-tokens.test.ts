import { describe, expect, it } from 'vitest';
import { createBrowser } from './browser.ts';
import { connectSandbox, signIn } from './connect-sandbox.ts';
import type { World, WorldOptions } from './connect-sandbox.ts';
import { fakeCloseOAuth, fakeGrant } from './fake-close-oauth.ts';
import { signIn as signInWithFake } from './set-up-handler.ts';

async function askForToken(
  { browser }: Pick<World, 'browser'>,
  body: object = {},
  headers: HeadersInit = {},
) {
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await browser.call('/api/close/token', init);
  const answer: unknown = await response.json();
  return { response, answer: Object.fromEntries(Object.entries(answer ?? {})) };
}

async function connect(options: WorldOptions = {}) {
  const world = connectSandbox({ tokens: true, ...options });
  await signIn(world);
  world.sandbox.requests.length = 0;
  return world;
}

const refreshes = ({ sandbox }: World) =>
  sandbox.requests.filter(({ path }) => path.startsWith('/oauth2/token')).length;

describe('POST token', () => {
  it('does not exist unless it is enabled', async () => {
    const { response, answer } = await askForToken(await connect({ tokens: false }));
    expect([response.status, answer['code']]).toEqual([404, 'not_found']);
  });

  it('returns a token that Close accepts, with its expiry and its organization', async () => {
    const world = await connect();
    const { response, answer } = await askForToken(world);
    const organizationId = world.sandbox.organizations[0]?.id ?? '';
    const userId = world.sandbox.users[0]?.id ?? '';
    const grant = world.oauth.grant({ organizationId, userId });
    const { expiresAt } = await grant.status();
    expect([response.status, answer]).toEqual([
      200,
      { token: await grant.get(), expiresAt, organizationId, userId },
    ]);
    const headers = { authorization: `Bearer ${String(answer['token'])}` };
    expect((await world.sandbox.fetch(`${world.sandbox.origin}/api/v1/me/`, { headers })).status).toBe(200);
  });

  it('returns no refresh token and forbids caching', async () => {
    const world = await connect();
    const { response, answer } = await askForToken(world);
    const secrets = [...world.secrets].filter((secret) => secret !== answer['token']);
    const received = await world.browser.received();
    expect(secrets.filter((secret) => received.includes(secret))).toEqual([]);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('returns the same token to all callers until it expires', async () => {
    const world = await connect();
    const [first, second] = await Promise.all([askForToken(world), askForToken(world)]);
    expect([second.answer, refreshes(world)]).toEqual([first.answer, 0]);
  });

  it('replaces a refused token once for all callers that name it', async () => {
    const world = await connect();
    const { answer } = await askForToken(world);
    world.sandbox.expireAccessTokens();
    const refused = answer['token'];
    const again = [await askForToken(world, { refused }), await askForToken(world, { refused })];
    expect(again[0]?.answer['token']).not.toBe(refused);
    expect(again[1]?.answer['token']).toBe(again[0]?.answer['token']);
    expect(refreshes(world)).toBe(1);
  });

  it('replaces one in half a minute for a page that refuses every token', async () => {
    const world = await connect();
    let refused: unknown = (await askForToken(world)).answer['token'];
    const codes = [];
    for (let round = 0; round < 5; round += 1) {
      const { answer } = await askForToken(world, { refused });
      refused = answer['token'] ?? refused;
      codes.push(answer['code']);
    }
    const lost = 'reauthorization_required';
    expect([codes, refreshes(world)]).toEqual([[undefined, lost, lost, lost, lost], 1]);
    expect((await askForToken(world)).answer['token']).toBe(refused);
    world.sandbox.clock.advance(30_000);
    expect((await askForToken(world, { refused })).answer['token']).not.toBe(refused);
    expect(refreshes(world)).toBe(2);
  });

  it('returns the token of a new login to a page that still names a refused one', async () => {
    const world = await connect();
    const { answer } = await askForToken(world);
    const { answer: renewed } = await askForToken(world, { refused: answer['token'] });
    const refused = renewed['token'];
    await signIn(world);
    const current = (await askForToken(world, { refused })).answer['token'];
    expect([typeof current, current === refused]).toEqual(['string', false]);
    expect((await askForToken(world)).answer['token']).toBe(current);
  });

  it('keeps the token when another one was refused', async () => {
    const world = await connect();
    const { answer } = await askForToken(world);
    expect((await askForToken(world, { refused: 'older' })).answer).toEqual(answer);
    expect(refreshes(world)).toBe(0);
    // It did not replace the other token.
    const { response } = await askForToken(world, { refused: answer['token'] });
    expect([response.status, refreshes(world)]).toEqual([200, 1]);
  });

  it('returns the token that the expiry belongs to after a concurrent refresh', async () => {
    const grant = { ...fakeGrant({ get: async () => 'older' }), peek: () => 'newer' };
    const setup = await signInWithFake({ oauth: fakeCloseOAuth(grant), tokens: true });
    expect((await askForToken(setup)).answer).toMatchObject({ token: 'newer' });
  });

  it('distinguishes a missing session from a lost connection', async () => {
    const world = await connect();
    const stranger = await askForToken({ browser: createBrowser(world.handler) });
    expect([stranger.response.status, stranger.answer['code']]).toEqual([401, 'signed_out']);
    world.sandbox.revokeConnections();
    world.sandbox.clock.advance(3_600_000);
    const lost = await askForToken(world);
    expect([lost.response.status, lost.answer['code']]).toEqual([401, 'reauthorization_required']);
  });

  it('is for pages of its own origin', async () => {
    const world = await connect();
    const foreign: HeadersInit[] = [
      { 'x-closekit': '' },
      { origin: 'https://sub.app.example' },
      { 'sec-fetch-site': 'same-site' },
    ];
    const answers = await Promise.all(foreign.map((headers) => askForToken(world, {}, headers)));
    expect(answers.map(({ response, answer }) => [response.status, answer['code']])).toEqual(
      foreign.map(() => [403, 'cross_site']),
    );
    expect((await world.browser.call('/api/close/token')).status).toBe(405);
  });
});
