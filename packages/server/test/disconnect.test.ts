import { memoryStore } from '@closekit/oauth';
import { describe, expect, it } from 'vitest';
import { memoryLiveBus, webhookRelay } from '../src/index.ts';
import { createBrowser } from './browser.ts';
import { connectSandbox, consent, sessionOf, signIn } from './connect-sandbox.ts';
import type { World } from './connect-sandbox.ts';
import { readMessages } from './read-messages.ts';
import { signatureKey } from './sign-delivery.ts';

const disconnect = ({ browser }: Pick<World, 'browser'>) =>
  browser.call('/api/close/disconnect', { method: 'POST' });

const storedGrant = async ({ sandbox, store }: World) =>
  store.load(`${sandbox.organizations[0]?.id}/${sandbox.users[0]?.id}`);

const otherBrowser = (world: World): World => ({ ...world, browser: createBrowser(world.handler) });

/** The waits of a vault, which end when the test wants. */
function createWaits() {
  const waits: (() => void)[] = [];
  const sleep = (_ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      waits.push(resolve);
      signal?.addEventListener('abort', () => resolve(), { once: true });
    });
  return { sleep, end: () => waits.splice(0).forEach((wake) => wake()) };
}

/** A signed-in browser, and a Close that cannot be reached from now on. */
async function signInBeforeOutage() {
  const waits = createWaits();
  const world = connectSandbox({ sleep: waits.sleep });
  await signIn(world);
  world.sandbox.faults.next({ path: '/oauth2/revoke/', status: 503, times: Infinity });
  return { world, waits };
}

describe('disconnecting', () => {
  it('revokes the grant at Close, erases its tokens and signs the browser out', async () => {
    const world = connectSandbox();
    await signIn(world);
    expect(world.sandbox.activeGrants()).toBe(1);
    expect(await storedGrant(world)).toMatchObject({ status: 'active', sealed: expect.any(String) });
    expect((await disconnect(world)).status).toBe(204);
    expect(world.sandbox.activeGrants()).toBe(0);
    expect(await storedGrant(world)).toMatchObject({ status: 'revoked', sealed: null });
    expect(world.browser.cookies.size).toBe(0);
    expect(await sessionOf(world)).toEqual({ status: 'signed-out' });
  });

  it('deletes the sessions of the same grant in other browsers', async () => {
    const world = connectSandbox();
    await signIn(world);
    const other = otherBrowser(world);
    await signIn(other);
    await disconnect(world);
    expect(await sessionOf(other)).toEqual({ status: 'signed-out' });
  });

  it('does not restore them with the next connection', async () => {
    const world = connectSandbox();
    const other = otherBrowser(world);
    const own = otherBrowser(world);
    await signIn(other);
    await signIn(own);
    const kept = new Map(own.browser.cookies);
    await disconnect(own);
    await signIn(world);
    for (const [name, cookie] of kept) own.browser.cookies.set(name, cookie);
    expect(await sessionOf(world)).toMatchObject({ status: 'signed-in' });
    expect(await sessionOf(own)).toEqual({ status: 'signed-out' });
    expect(await sessionOf(other)).toEqual({ status: 'signed-out' });
  });

  it('makes the id of the deleted session useless', async () => {
    const world = connectSandbox();
    await signIn(world);
    const kept = new Map(world.browser.cookies);
    await disconnect(world);
    for (const [name, cookie] of kept) world.browser.cookies.set(name, cookie);
    expect((await world.browser.call('/api/close/api/v1/me/')).status).toBe(401);
  });

  it('signs the browser out even when Close refuses the app, and reports the error', async () => {
    const world = connectSandbox(createWaits());
    await signIn(world);
    const refusal = { status: 401, body: { error: 'invalid_client' }, times: 20 };
    world.sandbox.faults.next({ path: '/oauth2/revoke/', ...refusal });
    expect((await disconnect(world)).status).toBe(204);
    expect(await sessionOf(world)).toEqual({ status: 'signed-out' });
    expect(world.errors.map((error) => error.code)).toEqual(['client_misconfigured']);
  });

  it('can be followed by a new connection', async () => {
    const world = connectSandbox();
    await signIn(world);
    await disconnect(world);
    await world.browser.visit(await consent(world), { crossSite: true });
    expect(await sessionOf(world)).toMatchObject({ status: 'signed-in' });
  });
});

describe('while Close cannot be reached', () => {
  it('signing out works', async () => {
    const { world } = await signInBeforeOutage();
    world.sandbox.faults.next({ path: '/', status: 503, times: Infinity });
    expect((await world.browser.call('/api/close/logout', { method: 'POST' })).status).toBe(204);
    expect(await sessionOf(world)).toEqual({ status: 'signed-out' });
    expect(world.errors).toEqual([]);
  });

  it('disconnecting succeeds at once: every browser of the grant is signed out, and its streams close', async () => {
    const waits = createWaits();
    const webhooks = webhookRelay({ signatureKey, bus: memoryLiveBus(), heartbeatMs: 60_000 });
    const world = connectSandbox({ sleep: waits.sleep, webhooks });
    const other = otherBrowser(world);
    for (const each of [world, other]) await signIn(each);
    const messages = readMessages(await other.browser.call('/api/close/events'));
    await messages.next();
    world.sandbox.faults.next({ path: '/oauth2/revoke/', status: 503, times: Infinity });
    const oldCookies = new Map(world.browser.cookies);
    expect((await disconnect(world)).status).toBe(204);
    expect(await messages.rest()).toEqual([]);
    expect(await sessionOf(other)).toEqual({ status: 'signed-out' });
    for (const [name, cookie] of oldCookies) world.browser.cookies.set(name, cookie);
    expect((await world.browser.call('/api/close/api/v1/me/')).status).toBe(401);
    expect(await storedGrant(world)).toMatchObject({ status: 'revoking' });
    expect(world.errors.map(({ code }) => code)).toEqual(['revoke_unavailable']);
  });

  it('signs out other browsers also with a store that cannot find their sessions', async () => {
    const { world } = await signInBeforeOutage();
    const grant = world.oauth.grant({
      organizationId: world.sandbox.organizations[0]?.id ?? '',
      userId: world.sandbox.users[0]?.id ?? '',
    });
    await expect(grant.revoke()).rejects.toMatchObject({ code: 'revoke_unavailable' });
    expect(await sessionOf(world)).toEqual({ status: 'signed-out' });
  });

  it('the disconnect is finished in the background once Close is back', async () => {
    const { world, waits } = await signInBeforeOutage();
    await disconnect(world);
    waits.end();
    await expect.poll(() => world.oauth.stats().revoke_retry).toBe(2);
    expect(world.sandbox.activeGrants()).toBe(1);
    world.sandbox.faults.clear();
    waits.end();
    await expect.poll(() => storedGrant(world)).toMatchObject({ status: 'revoked', sealed: null });
    expect(world.sandbox.activeGrants()).toBe(0);
  });

  it('the disconnect of a process that has ended is finished by keepAlive of the next', async () => {
    const { world } = await signInBeforeOutage();
    await disconnect(world);
    await world.oauth.close();
    world.sandbox.faults.clear();
    const next = connectSandbox({ restartOf: world, store: world.store });
    expect(await next.oauth.keepAlive({ idleForMs: 86_400_000 })).toMatchObject({ revoked: 1 });
    expect([world.sandbox.activeGrants(), await sessionOf(next)]).toEqual([0, { status: 'signed-out' }]);
  });

  it('a user can connect again before the disconnect is finished', async () => {
    const { world, waits } = await signInBeforeOutage();
    await disconnect(world);
    await signIn(world);
    world.sandbox.faults.clear();
    waits.end();
    await expect.poll(() => world.oauth.stats()).toMatchObject({ authorized: 2, revoke_retry: 1 });
    expect(await sessionOf(world)).toMatchObject({ status: 'signed-in' });
    expect((await world.browser.call('/api/close/api/v1/me/')).status).toBe(200);
  });
});

describe('while the token store fails', () => {
  it('signing out works, and disconnecting can be repeated', async () => {
    const store = memoryStore();
    const world = connectSandbox({ store, ...createWaits() });
    await signIn(world);
    const { compareAndSet } = store;
    store.compareAndSet = () => Promise.reject(new Error('read-only'));
    expect((await disconnect(world)).status).toBe(503);
    expect(await sessionOf(world)).toMatchObject({ status: 'signed-in' });
    store.compareAndSet = compareAndSet.bind(store);
    expect((await disconnect(world)).status).toBe(204);
    expect(world.sandbox.activeGrants()).toBe(0);
    await signIn(world);
    store.load = () => Promise.reject(new Error('away'));
    expect((await world.browser.call('/api/close/logout', { method: 'POST' })).status).toBe(204);
    expect(world.browser.cookies.size).toBe(0);
  });
});
