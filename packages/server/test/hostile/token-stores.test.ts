import { memoryStore } from '@closekit/oauth';
import type { TokenStore } from '@closekit/oauth';
import { describe, expect, it } from 'vitest';
import { connectSandbox, consent, sessionOf, signIn } from '../connect-sandbox.ts';
import { withTime } from '../pass-time.ts';
import { codeOf } from '../set-up-handler.ts';

/** A token store of an app, which works until `faults` are set. */
function breakable() {
  const faults: { [Method in keyof TokenStore]?: () => unknown } = {};
  const store = new Proxy(memoryStore(), {
    get(target, name) {
      const fault: unknown = Reflect.get(faults, name);
      const member: unknown = fault ?? Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  return { store, faults };
}

async function signInAt({ store }: ReturnType<typeof breakable>) {
  const world = connectSandbox({ store, tokens: true });
  await signIn(world);
  return world;
}

const hang = (): Promise<never> => new Promise(() => undefined);
const post = { method: 'POST' };

/** What a store returned instead of a record, or of the success of a write. */
const nonsense = [null, 'record', 7, Number.NaN, {}, []];

describe('a token store whose reads never settle', () => {
  it('holds no request longer than ten seconds, and no sign-out at all', async () => {
    const broken = breakable();
    const world = await signInAt(broken);
    broken.faults.load = hang;
    for (const [path, init] of [['session'], ['token', post]] as const) {
      await withTime(async (pass) => {
        const outcome = codeOf(world.browser.call(`/api/close/${path}`, init));
        await pass(10_000);
        expect([path, await outcome]).toEqual([path, [503, 'store_unavailable']]);
      });
    }
    expect((await world.browser.call('/api/close/api/v1/lead/')).status).toBe(200);
    expect((await world.browser.call('/api/close/logout', post)).status).toBe(204);
    expect(await sessionOf(world)).toEqual({ status: 'signed-out' });
  });
});

describe('a token store whose writes never settle', () => {
  it('holds no disconnect longer than fifteen seconds, and the user stays connected', async () => {
    const broken = breakable();
    const world = await signInAt(broken);
    broken.faults.compareAndSet = hang;
    await withTime(async (pass) => {
      const outcome = codeOf(world.browser.call('/api/close/disconnect', post));
      await pass(5000);
      await pass(10_000);
      expect(await outcome).toEqual([503, 'store_unavailable']);
    });
    expect(await sessionOf(world)).toMatchObject({ status: 'signed-in' });
  });

  it('holds no login longer than a minute', async () => {
    const broken = breakable();
    const world = connectSandbox({ store: broken.store });
    const callback = await consent(world);
    broken.faults.consume = hang;
    await withTime(async (pass) => {
      const response = world.browser.visit(callback, { crossSite: true });
      await pass(60_000);
      expect((await response).headers.get('location')).toContain('close_error=store_unavailable');
    });
  });
});

describe('a token store that returns nonsense', () => {
  it('sends the user to the login, without a failure that has no code', async () => {
    const broken = breakable();
    const world = await signInAt(broken);
    for (const value of nonsense) {
      broken.faults.load = async () => value;
      expect([value, await sessionOf(world)]).toMatchObject([value, { status: 'needs-reauth' }]);
      world.sandbox.clock.advance(43_200_000);
      const outcome = await codeOf(world.browser.call('/api/close/api/v1/lead/'));
      expect([value, outcome]).toEqual([value, [500, 'record_unreadable']]);
    }
    expect(world.errors.map(({ code }) => code)).not.toContain('internal');
    delete broken.faults.load;
    await signIn(world);
    expect(await sessionOf(world)).toMatchObject({ status: 'signed-in' });
  });

  it('does not take a write that it cannot confirm for a success', async () => {
    for (const value of [undefined, null, 0, '', Number.NaN]) {
      const broken = breakable();
      const world = await signInAt(broken);
      broken.faults.compareAndSet = async () => value;
      const outcome = await codeOf(world.browser.call('/api/close/disconnect', post));
      expect([value, outcome]).toEqual([value, [503, 'store_unavailable']]);
      expect(await sessionOf(world)).toMatchObject({ status: 'signed-in' });
    }
  });
});
