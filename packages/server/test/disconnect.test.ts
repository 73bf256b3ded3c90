import { describe, expect, it } from 'vitest';
import { createBrowser } from './browser.ts';
import { connectSandbox, consent, sessionOf, signIn } from './connect-sandbox.ts';
import type { World } from './connect-sandbox.ts';

const disconnect = ({ browser }: Pick<World, 'browser'>) =>
  browser.call('/api/close/logout', { method: 'POST' });

const storedGrant = async ({ sandbox, store }: World) =>
  store.load(`${sandbox.organizations[0]?.id}/${sandbox.users[0]?.id}`);

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
    const other = { ...world, browser: createBrowser(world.handler) };
    await signIn(other);
    await disconnect(world);
    expect(await sessionOf(other)).toEqual({ status: 'signed-out' });
  });

  it('does not restore them with the next connection', async () => {
    const world = connectSandbox();
    const other = { ...world, browser: createBrowser(world.handler) };
    const own = { ...world, browser: createBrowser(world.handler) };
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

  it('keeps the session while Close is unreachable, so that a logout can be repeated', async () => {
    const world = connectSandbox();
    await signIn(world);
    world.sandbox.faults.next({ path: '/oauth2/revoke/', status: 503, times: 20 });
    const failed = await disconnect(world);
    expect([failed.status, await failed.json()]).toMatchObject([502, { code: 'revoke_unavailable' }]);
    expect(world.browser.cookies.size).toBe(1);
    world.sandbox.faults.clear();
    expect((await disconnect(world)).status).toBe(204);
    expect(world.sandbox.activeGrants()).toBe(0);
  });

  it('signs the browser out even when Close refuses the app, and reports the error', async () => {
    const world = connectSandbox();
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
