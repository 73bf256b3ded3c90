import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteStore } from '@closekit/oauth/stores/sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sqliteSessionStore } from '../src/stores/sqlite.ts';
import { connectSandbox, sessionOf, signIn } from './connect-sandbox.ts';
import type { World, WorldOptions } from './connect-sandbox.ts';

function databasePath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'closekit-server-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'close.db');
}

/** Grants and sessions share one file. */
function start(path: string, options: WorldOptions = {}): { world: World; stop: () => Promise<void> } {
  const sessions = sqliteSessionStore(path);
  const world = connectSandbox({ store: sqliteStore(path), sessions, ...options });
  const stop = async () => {
    await world.oauth.close();
    await sessions.close?.();
  };
  return { world, stop };
}

describe('an app with one SQLite file', () => {
  it('knows its browsers and their connections after a restart', async () => {
    const path = databasePath();
    const first = start(path);
    await signIn(first.world);
    await first.stop();
    const second = start(path, { restartOf: first.world });
    expect(await sessionOf(second.world)).toMatchObject({ status: 'signed-in', generation: 1 });
    second.world.sandbox.expireAccessTokens();
    expect((await second.world.browser.call('/api/close/api/v1/me/')).ok).toBe(true);
    await second.stop();
  });

  it('stores neither tokens nor session ids in clear text', async () => {
    const path = databasePath();
    const { world, stop } = start(path);
    await signIn(world);
    const id = world.browser.cookies.get('__Host-closekit')?.value ?? '';
    const folder = join(path, '..');
    const bytes = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'latin1'));
    expect(bytes.join('')).toContain('orga_');
    expect([id, ...world.secrets].filter((secret) => bytes.join('').includes(secret))).toEqual([]);
    await stop();
  });
});
