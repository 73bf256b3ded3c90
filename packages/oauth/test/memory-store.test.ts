import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as Module from '../src/index.ts';
import { login } from './connect.ts';
import { fakeClose } from './fake-close.ts';

/** Evaluates the whole package again, as Next.js does for pages and for routes. */
async function evaluate(): Promise<typeof Module> {
  vi.resetModules();
  return import('../src/index.ts');
}

describe('the store of an app that has none', () => {
  let options: Module.CloseOAuthOptions;
  beforeEach(() => {
    const clientId = `client_${crypto.randomUUID()}`;
    const redirectUri = 'https://app.example/callback';
    options = { clientId, clientSecret: 'client-secret', redirectUri, fetch: fakeClose().fetch };
  });

  it('is shared by two evaluations of the module', async () => {
    const [first, second] = [await evaluate(), await evaluate()];
    expect(first.createCloseOAuth).not.toBe(second.createCloseOAuth);
    const { organizationId, userId } = await login(first.createCloseOAuth(options));
    const grant = second.createCloseOAuth(options).grant({ organizationId, userId });
    expect(await grant.status()).toMatchObject({ status: 'active' });
    expect(await grant.get()).toEqual(expect.any(String));
  });

  it('is another one for another app', async () => {
    const { createCloseOAuth } = await evaluate();
    const { organizationId, userId } = await login(createCloseOAuth(options));
    const other = createCloseOAuth({ ...options, clientId: `${options.clientId}2` });
    expect(await other.grant({ organizationId, userId }).status()).toMatchObject({ status: 'absent' });
  });
});

describe('memoryStore', () => {
  it('is a store of its own with each call', async () => {
    const { memoryStore } = await evaluate();
    const [first, second] = [memoryStore(), memoryStore()];
    expect(await first.consume('state', 60_000)).toBe(true);
    expect(await second.consume('state', 60_000)).toBe(true);
  });

  it('warns once in a process that it is for one process, and not in tests', () => {
    const script = fileURLToPath(new URL('engines/warn.ts', import.meta.url));
    const warningsOf = (mode: string): string[] => {
      const { stderr, status } = spawnSync(process.execPath, ['--no-warnings', script], {
        encoding: 'utf8',
        env: { ...process.env, NODE_ENV: mode },
      });
      expect(status).toBe(0);
      return stderr.split('\n').filter((line) => line !== '');
    };
    expect(warningsOf('production')).toEqual([
      expect.stringMatching(/^@closekit\/oauth: grants are stored in the memory of this process\./),
    ]);
    expect(warningsOf('test')).toEqual([]);
  });
});
