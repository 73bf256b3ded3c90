import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteStore } from '@closekit/oauth/stores/sqlite';
import { listen } from '@closekit/sandbox/node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sqliteSessionStore } from '../../src/stores/sqlite.ts';
import { connectBoth, otherBrowser, signOut, switchTo } from '../connect-both.ts';
import { appOfTest, connectSandbox, origin, sessionOf, signIn } from '../connect-sandbox.ts';
import type { World } from '../connect-sandbox.ts';
import type { DeathSpec } from './die-at-step.ts';

// The second process starts in a fifth of the time of the first.
const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'closekit-compile-cache') };
// One process for each step, on any machine.
const timeoutMs = 900_000;

type Connected = Awaited<ReturnType<typeof connectBoth>>;

/** A browser with two organizations, whose app has its grants and sessions in one file. */
async function open() {
  const folder = mkdtempSync(join(tmpdir(), 'closekit-killed-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'close.db');
  const stores = () => ({ store: sqliteStore(path), sessions: sqliteSessionStore(path) });
  const connected = await connectBoth(stores());
  const { sandbox } = connected.world;
  const close = await listen((request) => {
    const { pathname, search } = new URL(request.url);
    return sandbox.fetch(new Request(sandbox.origin + pathname + search, request));
  });
  onTestFinished(() => close.close());
  /** The app after its restart, as the browser that has received no response sees it. */
  const restart = (): World => connectSandbox({ restartOf: connected.world, ...stores() });
  return { ...connected, path, closeUrl: close.url, restart };
}

type Opened = Awaited<ReturnType<typeof open>>;

/** Sends a request to a process that dies at a step. Returns the status; `undefined` when it has died before. */
async function dieAt(
  step: number,
  { path, closeUrl, world }: Opened,
  [route, body]: readonly [route: string, body?: object],
): Promise<number | undefined> {
  const cookie = world.browser.header();
  const headers = { cookie, origin, 'x-closekit': '1', 'sec-fetch-site': 'same-origin' };
  const request = { url: `${origin}/api/close/${route}`, headers, body: body && JSON.stringify(body) };
  const { metadata: server, clock } = world.sandbox;
  const spec: DeathSpec = { path, step, closeUrl, server, app: appOfTest, now: clock.now(), request };
  const child = fork(new URL('die-at-step.ts', import.meta.url), [JSON.stringify(spec)], {
    env,
    execArgv: ['--no-warnings', '--conditions=@closekit/source'],
  });
  let status: number | undefined;
  child.on('message', (message: { status: number }) => ({ status } = message));
  const [code, signal]: unknown[] = await once(child, 'exit');
  expect([code, signal]).toEqual(status === undefined ? [null, 'SIGKILL'] : [0, null]);
  return status;
}

/** Kills a process at each step of a request, and checks what is left. */
async function killAtEachStep(
  call: (connected: Connected) => readonly [route: string, body?: object],
  judge: (restarted: World, opened: Opened, step: number) => Promise<void>,
): Promise<number> {
  let status: number | undefined;
  let step = 0;
  while (status === undefined) {
    step += 1;
    const opened = await open();
    status = await dieAt(step, opened, call(opened));
    await judge(opened.restart(), opened, step);
  }
  expect(status).toBe(204);
  return step;
}

const sessionsOf = async ({ handler, sandbox }: World): Promise<number> => {
  const userId = sandbox.users[0]?.id ?? '';
  return (await handler.sessions.list({ userId })).sessions.length;
};

const statusOf = async (world: World): Promise<unknown> => (await sessionOf(world))['status'];

describe('a process that is killed', { timeout: timeoutMs }, () => {
  it('at any step of a sign-out leaves a session that a second sign-out ends, and no other', async () => {
    const steps = await killAtEachStep(
      () => ['logout'],
      async (world, _opened, step) => {
        const before = await statusOf(world);
        const kept = new Map(world.browser.cookies);
        expect([step, (await signOut(world)).status]).toEqual([step, 204]);
        expect([step, await statusOf(otherBrowser(world, kept))]).toEqual([step, 'signed-out']);
        expect([step, await sessionsOf(world)]).toEqual([step, 0]);
        // The grants stay.
        expect([step, before, world.sandbox.activeGrants()]).toEqual([
          step,
          expect.stringMatching(/^signed-(?:in|out)$/),
          2,
        ]);
      },
    );
    expect(steps).toBeGreaterThan(2);
  });

  it('at any step of a switch leaves a session that a sign-out ends, under every id it had', async () => {
    const steps = await killAtEachStep(
      ({ first }) => ['switch', { organizationId: first.id }],
      async (world, _opened, step) => {
        await signOut(world);
        expect([step, await sessionsOf(world)]).toEqual([step, 0]);
      },
    );
    expect(steps).toBeGreaterThan(5);
  });

  it('at any step of a switch leaves a browser that can switch a minute later, or sign in', async () => {
    await killAtEachStep(
      ({ first }) => ['switch', { organizationId: first.id }],
      async (world, { first }, step) => {
        world.sandbox.clock.advance(61_000);
        const isOut = (await statusOf(world)) === 'signed-out';
        await (isOut ? signIn(world, { organizationId: first.id }) : switchTo(world, first.id));
        expect([step, await sessionOf(world)]).toMatchObject([
          step,
          { status: 'signed-in', organization: { id: first.id } },
        ]);
      },
    );
  });

  it('at any step of a disconnect leaves one that its successor finishes, or that can be repeated', async () => {
    const steps = await killAtEachStep(
      () => ['disconnect'],
      async (world, { second }, step) => {
        const key = { organizationId: second.id, userId: world.sandbox.users[0]?.id ?? '' };
        const grant = world.oauth.grant(key);
        // The handler looks for interrupted disconnects at its first request.
        const before = await statusOf(world);
        const isMarked = (await grant.status()).status === 'revoked';
        const again = (): Promise<Response> =>
          world.browser.call('/api/close/disconnect', { method: 'POST' });
        const status = isMarked ? 204 : (await again()).status;
        expect([step, isMarked || before, status]).toEqual([step, isMarked || 'signed-in', 204]);
        await expect.poll(() => world.sandbox.activeGrants()).toBe(1);
        await expect
          .poll(async () => world.store.load(`${key.organizationId}/${key.userId}`))
          .toMatchObject({ status: 'revoked', sealed: null });
        // No session with the disconnected grant is live.
        const state = await sessionOf(world);
        expect([step, JSON.stringify(state).includes(second.id)]).toEqual([step, false]);
      },
    );
    expect(steps).toBeGreaterThan(8);
  });
});
