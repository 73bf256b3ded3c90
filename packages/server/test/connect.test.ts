import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createBrowser } from './browser.ts';
import { connectSandbox, consent, origin, sessionOf, signIn } from './connect-sandbox.ts';
import type { World } from './connect-sandbox.ts';

const location = (response: Response) => [response.status, response.headers.get('location')];

/** The name and the value of the cookie of the newest attempt. */
function flowOf({ browser }: World): [name: string, value: string] {
  const [name = '', cookie] = [...browser.cookies].findLast(([one]) => one.includes('-flow-')) ?? [];
  return [name, cookie?.value ?? ''];
}

describe('connecting to Close', () => {
  it('signs the user in, with names, and returns to the starting page', async () => {
    const world = connectSandbox();
    const page = await world.browser.visit(await consent(world, { returnTo: '/leads?tab=1#top' }), {
      crossSite: true,
    });
    expect([page.status, await page.text()]).toEqual([
      200,
      expect.stringContaining(`url=${origin}/leads?tab=1#top`),
    ]);
    const [user] = world.sandbox.users;
    const [organization] = world.sandbox.organizations;
    expect(await sessionOf(world)).toMatchObject({
      status: 'signed-in',
      user: { id: user?.id },
      organization: { id: organization?.id, name: organization?.name },
      generation: 1,
    });
  });

  it('connects the organization the user chose', async () => {
    const world = connectSandbox();
    const [, second] = world.sandbox.organizations;
    await signIn(world, { organizationId: second?.id ?? '' });
    expect(await sessionOf(world)).toMatchObject({ organization: { id: second?.id, name: second?.name } });
  });

  it('returns a refusal to the app', async () => {
    const world = connectSandbox();
    const answer = await world.browser.visit(await consent(world, { deny: true }), { crossSite: true });
    expect(location(answer)).toEqual([303, `${origin}/leads?close_error=access_denied`]);
    expect(world.browser.cookies.size).toBe(0);
    expect(await sessionOf(world)).toEqual({ status: 'signed-out' });
    expect(world.errors.map((error) => error.code)).toEqual(['access_denied']);
  });

  it('refuses a state that this browser did not start', async () => {
    const world = connectSandbox();
    const callback = await consent(world);
    callback.searchParams.set('state', 'of-someone-else');
    const answer = await world.browser.visit(callback, { crossSite: true });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toMatch(/^https:\/\/app\.example\/\?close_error=state_\w+$/);
    expect(world.sandbox.activeGrants()).toBe(0);
  });

  it('returns a refusal without state to the app', async () => {
    const world = connectSandbox();
    await consent(world, { returnTo: '/older' });
    world.sandbox.clock.advance(1000);
    const callback = await consent(world, { deny: true });
    callback.searchParams.delete('state');
    const answer = await world.browser.visit(callback, { crossSite: true });
    expect(location(answer)).toEqual([303, `${origin}/leads?close_error=access_denied`]);
    expect(await sessionOf(world)).toEqual({ status: 'signed-out' });
  });

  it('ignores a refusal without state in a browser without an attempt', async () => {
    const { browser } = connectSandbox();
    const answer = await browser.visit('/api/close/callback?error=access_denied', { crossSite: true });
    expect(location(answer)).toEqual([303, `${origin}/?close_error=state_missing`]);
  });

  it('refuses a callback without state', async () => {
    const world = connectSandbox();
    const callback = await consent(world);
    callback.searchParams.delete('state');
    const answer = await world.browser.visit(callback, { crossSite: true });
    expect(location(answer)).toEqual([303, `${origin}/?close_error=state_missing`]);
  });

  it("refuses another browser's callback", async () => {
    const world = connectSandbox();
    const callback = await consent(world);
    const victim = createBrowser(world.handler);
    const answer = await victim.visit(callback, { crossSite: true });
    expect(answer.headers.get('location')).toMatch(/close_error=state_\w+$/);
    expect(await sessionOf({ browser: victim })).toEqual({ status: 'signed-out' });
  });

  it('accepts a callback once', async () => {
    const world = connectSandbox();
    const callback = await consent(world);
    const flow = new Map(world.browser.cookies);
    await world.browser.visit(callback, { crossSite: true });
    const again = await world.browser.visit(callback, { crossSite: true });
    expect(again.headers.get('location')).toMatch(/close_error=state_\w+$/);
    world.sandbox.clock.advance(60_000);
    for (const [name, cookie] of flow) world.browser.cookies.set(name, cookie);
    const replayed = await world.browser.visit(callback, { crossSite: true });
    expect(replayed.headers.get('location')).toBe(`${origin}/leads?close_error=state_replayed`);
    expect(world.sandbox.requests.filter(({ path }) => path === '/oauth2/token/')).toHaveLength(1);
  });

  it('seals where an attempt returns to and which session it continues', async () => {
    const world = connectSandbox();
    await signIn(world);
    const session = world.browser.cookies.get('__Host-closekit')?.value ?? '';
    await consent(world, { returnTo: '/leads?secret=1' });
    const [name, flow] = flowOf(world);
    expect(name).toMatch(/^__Host-closekit-flow-[\w-]{16}$/);
    expect(flow).toMatch(/^\d{13}\.v1\.k1\.[\w-]{16}\.[\w-]+$/);
    const key = createHash('sha256').update(session).digest('base64url');
    const texts = flow
      .split('.')
      .flatMap((part) => [part, Buffer.from(part, 'base64url').toString('latin1')]);
    expect(texts.filter((text) => ['leads', key, session].some((secret) => text.includes(secret)))).toEqual(
      [],
    );
  });

  it('returns a changed attempt to the start page', async () => {
    const world = connectSandbox();
    const callback = await consent(world);
    const [name, flow] = flowOf(world);
    world.browser.cookies.set(name, { value: `${flow.slice(0, -3)}AAA`, attributes: '' });
    const page = await world.browser.visit(callback, { crossSite: true });
    expect(page.headers.get('location')).toBe(`${origin}/?close_error=state_mismatch`);
  });

  it('returns an attempt that took too long to where it began', async () => {
    const world = connectSandbox();
    const callback = await consent(world);
    world.sandbox.clock.advance(600_001);
    const page = await world.browser.visit(callback, { crossSite: true });
    expect(page.headers.get('location')).toBe(`${origin}/leads?close_error=flow_expired`);
  });

  it('fits the longest page into a cookie', async () => {
    const world = connectSandbox();
    await signIn(world);
    await consent(world, { returnTo: `/${'"'.repeat(682)}` });
    const [name, flow] = flowOf(world);
    // Browsers drop cookies whose name and value have more than 4096 bytes.
    expect(name.length + flow.length).toBeLessThan(4096);
    const [path] = world.browser.cookies.keys();
    expect(path).toBe('__Host-closekit');
    expect(await world.oauth.readAuthorizationContext(flow.slice(14))).toContain(`/${'%22'.repeat(682)}`);
  });

  it('lets two tabs connect at the same time', async () => {
    const world = connectSandbox();
    const first = await consent(world, { returnTo: '/first' });
    const second = await consent(world, { returnTo: '/second' });
    const pages = [
      await world.browser.visit(second, { crossSite: true }),
      await world.browser.visit(first, { crossSite: true }),
    ];
    expect(await Promise.all(pages.map((page) => page.text()))).toEqual([
      expect.stringContaining(`${origin}/second`),
      expect.stringContaining(`${origin}/first`),
    ]);
    expect([...world.browser.cookies.keys()]).toEqual(['__Host-closekit']);
    expect(await sessionOf(world)).toMatchObject({ status: 'signed-in' });
  });

  it('creates a new session id at every login and deletes the old session', async () => {
    const world = connectSandbox();
    await signIn(world);
    const old = new Map(world.browser.cookies);
    await signIn(world);
    const thief = createBrowser(world.handler);
    for (const [name, cookie] of old) thief.cookies.set(name, cookie);
    expect(thief.cookies.get('__Host-closekit')).not.toEqual(world.browser.cookies.get('__Host-closekit'));
    expect(await sessionOf({ browser: thief })).toEqual({ status: 'signed-out' });
    expect(await sessionOf(world)).toMatchObject({ status: 'signed-in' });
  });

  it('does not adopt a session id that was planted before the login', async () => {
    const world = connectSandbox();
    const planted = 'A'.repeat(43);
    world.browser.cookies.set('__Host-closekit', { value: planted, attributes: 'SameSite=Strict' });
    await signIn(world);
    expect(world.browser.cookies.get('__Host-closekit')?.value).not.toBe(planted);
    const thief = createBrowser(world.handler);
    thief.cookies.set('__Host-closekit', { value: planted, attributes: 'SameSite=Strict' });
    expect(await sessionOf({ browser: thief })).toEqual({ status: 'signed-out' });
  });

  it('signs in even when Close does not return the names', async () => {
    const world = connectSandbox();
    const callback = await consent(world);
    world.sandbox.faults.next({ path: '/api/v1/me/', status: 500, body: '<html>' });
    await world.browser.visit(callback, { crossSite: true });
    expect(await sessionOf(world)).toMatchObject({
      status: 'signed-in',
      organization: { name: world.sandbox.organizations[0]?.name },
    });
  });

  it('returns a failed exchange to the app', async () => {
    const world = connectSandbox();
    const callback = await consent(world);
    world.sandbox.faults.next({ path: '/oauth2/token/', status: 400, body: { error: 'invalid_grant' } });
    const answer = await world.browser.visit(callback, { crossSite: true });
    expect(location(answer)).toEqual([303, `${origin}/leads?close_error=exchange_rejected`]);
    expect(world.browser.cookies.size).toBe(0);
  });

  it('shows the browser and the log no token, code, verifier or client secret', async () => {
    const world = connectSandbox();
    await world.browser.visit(await consent(world, { deny: true }), { crossSite: true });
    await signIn(world);
    await sessionOf(world);
    await world.browser.call('/api/close/api/v1/lead/?_limit=3');
    world.sandbox.expireAccessTokens();
    await world.browser.call('/api/close/api/v1/me/');
    world.sandbox.faults.next({ path: '/oauth2/token/', status: 400, body: { error: 'invalid_grant' } });
    world.sandbox.expireAccessTokens();
    await world.browser.call('/api/close/api/v1/me/');
    await world.browser.call('/api/close/logout', { method: 'POST' });
    const logged = inspect(world.errors, { depth: 9, showHidden: true });
    const seen = (await world.browser.received()) + logged;
    expect(world.secrets.size).toBeGreaterThanOrEqual(6);
    expect([...world.secrets].filter((secret) => seen.includes(secret))).toEqual([]);
  });
});
