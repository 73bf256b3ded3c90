import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { sqliteSessionStore } from '../src/stores/sqlite.ts';
import { createBrowser } from './browser.ts';
import { setUp } from './set-up-handler.ts';
import { signInAs } from './sign-in-as.ts';

it('a session file that another process has locked holds back writes only, and not the process', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'closekit-server-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'close.db');
  const sessions = sqliteSessionStore({ path, busyTimeoutMs: 20_000 });
  onTestFinished(() => sessions.close?.());
  const { handler, browser } = setUp({ sessions });
  await signInAs(handler, 'code', browser);

  const other = new DatabaseSync(path);
  onTestFinished(() => other.close());
  other.exec('begin immediate');
  let isSignedIn = false;
  const login = signInAs(handler, 'code', createBrowser(handler)).then((second) => {
    isSignedIn = true;
    return second;
  });
  // Each round needs turns of the event loop, and the reads need the file.
  for (let round = 0; round < 200; round += 1) {
    const responses = ['health', 'session'].map((route) => browser.call(`/api/close/${route}`));
    for (const response of responses) expect((await response).status).toBe(200);
  }
  expect(isSignedIn).toBe(false);
  other.exec('commit');
  const state: unknown = await (await (await login).call('/api/close/session')).json();
  expect(state).toMatchObject({ status: 'signed-in' });
});
