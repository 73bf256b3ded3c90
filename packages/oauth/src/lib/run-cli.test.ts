import { describe, expect, it } from 'vitest';
import { createCloseOAuth, memoryStore } from '@closekit/oauth';
import type { SealingKey } from '@closekit/oauth';
import { runCli } from './run-cli.ts';

function run(...args: string[]): { code: number; printed: string; complaints: string } {
  let [printed, complaints] = ['', ''];
  const code = runCli(args, {
    print: (text) => (printed += text),
    printError: (text) => (complaints += text),
  });
  return { code, printed, complaints };
}

describe('runCli', () => {
  it('prints a key that createCloseOAuth accepts, another one each time', async () => {
    const outputs = [run('key'), run('key')];
    expect(outputs.map(({ code, complaints }) => `${code}${complaints}`)).toEqual(['0', '0']);
    const keys = outputs.map(({ printed }): SealingKey => JSON.parse(printed));
    expect(new Set(keys.flatMap(({ id, secret }) => [id, secret])).size).toBe(4);
    const app = { clientId: 'c', clientSecret: 's', redirectUri: 'https://app.example/callback' };
    const oauth = createCloseOAuth({ ...app, store: memoryStore(), keys });
    expect((await oauth.startAuthorization()).transaction).toContain(keys[0]?.id);
  });

  it('prints its usage', () => {
    expect(run('key', '--help')).toMatchObject({ code: 0, printed: expect.stringMatching(/^Usage: npx/) });
    expect(run('-h').code).toBe(0);
    expect(run()).toMatchObject({ code: 1, printed: expect.stringMatching(/^Usage: npx/) });
  });

  it('refuses unknown arguments without repeating them', () => {
    for (const args of [['seal'], ['key', 'secret-text'], ['key', '--out']]) {
      expect(run(...args)).toEqual({ code: 1, printed: '', complaints: 'Unknown arguments. See --help.\n' });
    }
  });
});
