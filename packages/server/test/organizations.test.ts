import { describe, expect, it } from 'vitest';
import { memoryLiveBus, memorySessionStore, webhookRelay } from '../src/index.ts';
import type { SessionStore } from '../src/index.ts';
import { connectBoth, otherBrowser, signOut, switchTo } from './connect-both.ts';
import { connectSandbox, consent, sessionOf, signIn } from './connect-sandbox.ts';
import type { World } from './connect-sandbox.ts';
import { interruptible } from './interruptible.ts';
import { readMessages } from './read-messages.ts';
import { signatureKey } from './sign-delivery.ts';

const disconnect = ({ browser }: Pick<World, 'browser'>, organizationId?: string) =>
  browser.call('/api/close/disconnect', { method: 'POST', body: JSON.stringify({ organizationId }) });

const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);

describe('connecting a second organization', () => {
  it('adds it to the session and makes it active', async () => {
    const { world, first, second } = await connectBoth();
    expect(await sessionOf(world)).toMatchObject({
      status: 'signed-in',
      organization: second,
      organizations: [first, second].toSorted(byName),
    });
    expect(world.sandbox.activeGrants()).toBe(2);
  });

  it('renews an organization that is already connected', async () => {
    const { world, first, second } = await connectBoth();
    await signIn(world, { organizationId: first.id });
    expect(await sessionOf(world)).toMatchObject({
      organization: first,
      organizations: [first, second].toSorted(byName),
    });
  });

  it('creates a new session id and deletes the old session', async () => {
    const world = connectSandbox();
    await signIn(world);
    const before = otherBrowser(world, world.browser.cookies);
    await signIn(world, { organizationId: world.sandbox.organizations[1]?.id ?? '' });
    expect(await sessionOf(before)).toEqual({ status: 'signed-out' });
  });

  it('does not share the organizations with another browser of the same user', async () => {
    const { world, second } = await connectBoth();
    const other = otherBrowser(world);
    await signIn(other, { organizationId: second.id });
    expect(await sessionOf(other)).toMatchObject({ organizations: [second] });
  });

  it('does not adopt the organizations of a session that was signed out during the login', async () => {
    const world = connectSandbox();
    await signIn(world);
    const [, second] = world.sandbox.organizations;
    const callback = await consent(world, { organizationId: second?.id ?? '' });
    const flow = new Map(world.browser.cookies);
    await signOut(world);
    for (const [name, cookie] of flow) if (name.includes('flow')) world.browser.cookies.set(name, cookie);
    await world.browser.visit(callback, { crossSite: true });
    expect(await sessionOf(world)).toMatchObject({
      status: 'signed-in',
      organizations: [{ id: second?.id }],
    });
  });
});

describe('connecting in one tab while another goes on', () => {
  it('keeps both organizations when two tabs connect one each', async () => {
    const world = connectSandbox();
    const [first, second] = world.sandbox.organizations;
    const callbacks = [
      await consent(world, { organizationId: first?.id ?? '' }),
      await consent(world, { organizationId: second?.id ?? '' }),
    ];
    for (const callback of callbacks) await world.browser.visit(callback, { crossSite: true });
    expect(await sessionOf(world)).toMatchObject({
      organization: { id: second?.id },
      organizations: [{ id: first?.id }, { id: second?.id }].toSorted((a) => (a.id === second?.id ? 1 : -1)),
    });
  });

  it('continues and replaces the session that another tab has switched to', async () => {
    const { world, first, second } = await connectBoth();
    const callback = await consent(world, { organizationId: second.id });
    await switchTo(world, first.id);
    const switched = otherBrowser(world, world.browser.cookies);
    await world.browser.visit(callback, { crossSite: true });
    expect(await sessionOf(world)).toMatchObject({
      organization: second,
      organizations: [first, second].toSorted(byName),
    });
    expect(await sessionOf(switched)).toEqual({ status: 'signed-out' });
  });
});

describe('switching', () => {
  it('uses the other organization from then on, under a new session id', async () => {
    const { world, first } = await connectBoth();
    const before = otherBrowser(world, world.browser.cookies);
    const answer = await switchTo(world, first.id);
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    expect(await sessionOf(world)).toMatchObject({ status: 'signed-in', organization: first });
    expect(await sessionOf(before)).toEqual({ status: 'signed-out' });
    const me = await (await world.browser.call('/api/close/api/v1/me/')).json();
    expect(me).toMatchObject({ organizations: [{ id: first.id }] });
  });

  it('refuses a call of another tab for the previous organization', async () => {
    const { world, first, second } = await connectBoth();
    await switchTo(world, first.id);
    const create = {
      method: 'POST',
      body: JSON.stringify({ name: 'Meant for the second' }),
      headers: { 'x-closekit-organization': second.id },
    };
    const answer = await world.browser.call('/api/close/api/v1/lead/', create);
    expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'organization_changed' }]);
    expect(
      world.sandbox.requests.filter(({ method, path }) => method === 'POST' && path.includes('lead')),
    ).toEqual([]);
  });

  it('works in both directions', async () => {
    const { world, first, second } = await connectBoth();
    await switchTo(world, first.id);
    await switchTo(world, second.id);
    expect(await sessionOf(world)).toMatchObject({
      organization: second,
      organizations: [first, second].toSorted(byName),
    });
  });

  it('closes the stream of the previous organization', async () => {
    const bus = memoryLiveBus();
    const { world, first, second } = await connectBoth({ webhooks: webhookRelay({ signatureKey, bus }) });
    const left = readMessages(await world.browser.call('/api/close/events'));
    await left.next();
    await switchTo(world, first.id);
    expect(await left.rest()).toEqual([]);
    const entered = readMessages(await world.browser.call('/api/close/events'));
    await entered.next();
    const event = {
      object_type: 'lead',
      object_id: 'l',
      lead_id: 'l',
      action: 'updated',
      changed_fields: [],
    };
    await bus.publish({ ...event, id: 'ev_2', organization_id: second.id });
    await bus.publish({ ...event, id: 'ev_1', organization_id: first.id });
    expect(await entered.next()).toContain('id: ev_1\n');
    await entered.leave();
  });

  it('does not extend the lifetime of a session', async () => {
    const day = 86_400_000;
    const { world, first, second } = await connectBoth({ sessionIdleMs: 30 * day });
    world.sandbox.clock.advance(20 * day);
    await switchTo(world, first.id);
    world.sandbox.clock.advance(9 * day);
    await switchTo(world, second.id);
    world.sandbox.clock.advance(day);
    expect(await sessionOf(world)).toEqual({ status: 'signed-out' });
  });

  it('changes nothing when the organization is already active', async () => {
    const { world, second } = await connectBoth();
    const cookies = new Map(world.browser.cookies);
    expect((await switchTo(world, second.id)).status).toBe(204);
    expect(world.browser.cookies).toEqual(cookies);
  });

  it('is not undone when the store cannot delete the old session', async () => {
    const store = memorySessionStore();
    const failing: SessionStore = { ...store, delete: () => Promise.reject(new Error('store away')) };
    const { world, first } = await connectBoth({ sessions: store });
    const { handler, errors } = connectSandbox({ restartOf: world, store: world.store, sessions: failing });
    const restarted = { ...world, handler, errors };
    const browser = otherBrowser(restarted, world.browser.cookies);
    expect((await switchTo(browser, first.id)).status).toBe(204);
    expect(errors).toMatchObject([{ code: 'session_store_unavailable' }]);
    expect(await sessionOf(browser)).toMatchObject({ status: 'signed-in', organization: first });
    expect(await sessionOf(world)).toEqual({ status: 'signed-out' });
  });

  it('refuses an organization that only another browser has connected', async () => {
    const { world, first } = await connectBoth();
    const other = otherBrowser(world);
    await signIn(other, { organizationId: world.sandbox.organizations[1]?.id ?? '' });
    const answers = await Promise.all(
      [first.id, 'orga_none', '', undefined, 7, { id: first.id }].map(async (id) => {
        const answer = await switchTo(other, id);
        return [answer.status, await answer.json()];
      }),
    );
    expect(answers).toEqual(
      answers.map(() => [404, expect.objectContaining({ code: 'organization_not_connected' })]),
    );
  });

  it('refuses a body that is not a JSON object', async () => {
    const { world } = await connectBoth();
    const bodies = ['{', '[]', '"orga_1"', 'null', '\u0000'];
    const answers = await Promise.all(
      bodies.map(async (body) => {
        const answer = await world.browser.call('/api/close/switch', { method: 'POST', body });
        return [answer.status, await answer.json()];
      }),
    );
    expect(answers).toEqual(bodies.map(() => [400, expect.objectContaining({ code: 'body_invalid' })]));
  });

  it('requires a session', async () => {
    const world = connectSandbox();
    expect((await switchTo(world, 'orga_1')).status).toBe(401);
  });

  it('can activate an organization that needs reauthorization', async () => {
    const { world, first } = await connectBoth();
    world.sandbox.revokeConnections();
    world.sandbox.clock.advance(3_600_000);
    const user = world.sandbox.users[0]?.id ?? '';
    const lost = world.oauth.grant({ organizationId: first.id, userId: user });
    await expect(lost.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect((await switchTo(world, first.id)).status).toBe(204);
    expect(await sessionOf(world)).toMatchObject({ status: 'needs-reauth', organization: first });
  });
});

describe('disconnecting one of several organizations', () => {
  it('leaves the active one by default, and activates another under a new session id', async () => {
    const { world, first } = await connectBoth();
    const before = otherBrowser(world, world.browser.cookies);
    expect((await disconnect(world)).status).toBe(204);
    expect(await sessionOf(world)).toMatchObject({
      status: 'signed-in',
      organization: first,
      organizations: [first],
    });
    expect(await sessionOf(before)).toEqual({ status: 'signed-out' });
    expect(world.sandbox.activeGrants()).toBe(1);
    expect((await world.browser.call('/api/close/api/v1/me/')).status).toBe(200);
  });

  it('leaves another one on request, and stays in the active one', async () => {
    const { world, first, second } = await connectBoth();
    expect((await disconnect(world, first.id)).status).toBe(204);
    expect(await sessionOf(world)).toMatchObject({ organization: second, organizations: [second] });
    expect((await switchTo(world, first.id)).status).toBe(404);
    expect(world.sandbox.activeGrants()).toBe(1);
  });

  it('ends the session with the last one', async () => {
    const { world } = await connectBoth();
    expect((await disconnect(world)).headers.get('clear-site-data')).toBeNull();
    const last = await disconnect(world);
    expect([last.status, last.headers.get('clear-site-data')]).toEqual([
      204,
      expect.stringContaining('storage'),
    ]);
    expect([await sessionOf(world), world.browser.cookies.size]).toEqual([{ status: 'signed-out' }, 0]);
    expect(world.sandbox.activeGrants()).toBe(0);
  });

  it('does not extend the lifetime of the session', async () => {
    const { world } = await connectBoth({ sessionLifetimeMs: 3_600_000 });
    world.sandbox.clock.advance(3_000_000);
    await disconnect(world);
    world.sandbox.clock.advance(600_000);
    expect(await sessionOf(world)).toEqual({ status: 'signed-out' });
  });

  it('deletes other sessions that include it, active or not', async () => {
    const { world, first, second } = await connectBoth();
    const both = otherBrowser(world);
    await signIn(both, { organizationId: first.id });
    await signIn(both, { organizationId: second.id });
    const one = otherBrowser(world);
    await signIn(one, { organizationId: first.id });
    await disconnect(one);
    await signIn(one, { organizationId: first.id });
    expect(await sessionOf(both)).toEqual({ status: 'signed-out' });
    expect((await switchTo(both, first.id)).status).toBe(401);
  });

  it('is adopted by a login in another tab, which does not bring it back', async () => {
    const { world, first, second } = await connectBoth();
    const callback = await consent(world, { organizationId: first.id });
    await disconnect(world, second.id);
    await world.browser.visit(callback, { crossSite: true });
    expect(await sessionOf(world)).toMatchObject({ organization: first, organizations: [first] });
  });

  it('signs the browser out when another tab signs out or switches at the same time', async () => {
    for (const other of [signOut, (tab: World) => switchTo(tab, tab.sandbox.organizations[0]?.id)]) {
      const { sessions, before } = interruptible();
      const { world } = await connectBoth({ sessions });
      const tab = otherBrowser(world, world.browser.cookies);
      before.save = () => other(tab);
      expect((await disconnect(world)).status).toBe(204);
      expect([await sessionOf(world), world.browser.cookies.size]).toEqual([{ status: 'signed-out' }, 0]);
      expect(world.sandbox.activeGrants()).toBe(1);
    }
  });

  it('does not offer organizations that were disconnected elsewhere after a new login', async () => {
    const { world, first, second } = await connectBoth();
    await world.oauth.grant({ organizationId: first.id, userId: world.sandbox.users[0]?.id ?? '' }).revoke();
    await signIn(world, { organizationId: second.id });
    expect(await sessionOf(world)).toMatchObject({ status: 'signed-in', organizations: [second] });
  });
});
