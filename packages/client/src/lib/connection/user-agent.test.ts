import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { leadsGet } from '../../generated/operations.ts';
import { json, stubFetch } from '../../../test/stub-fetch.ts';
import { bearer } from '../auth/bearer.ts';
import { createCloseConnection } from './create-close-connection.ts';
import { userAgent } from './user-agent.ts';

async function sentAgent(): Promise<string | null | undefined> {
  const { fetch, seen } = stubFetch(json({}));
  const close = createCloseConnection({ auth: bearer('t'), fetch, headers: userAgent('my-app/1.2') });
  await leadsGet(close, 'lead_1');
  return seen[0]?.headers.get('user-agent');
}

function runIn(platform: string | undefined): void {
  vi.stubGlobal('navigator', platform === undefined ? undefined : { userAgent: platform });
  onTestFinished(() => void vi.unstubAllGlobals());
}

describe('userAgent', () => {
  it('names the app wherever the platform is no browser', async () => {
    for (const platform of ['Node.js/24', 'Bun/1.4', 'Deno/2.6', 'Cloudflare-Workers', undefined]) {
      runIn(platform);
      expect(await sentAgent()).toBe('my-app/1.2 closekit');
    }
  });

  it('is no header in a browser, which owns it', async () => {
    runIn('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0');
    expect(userAgent('my-app/1.2')).toEqual({});
    expect(await sentAgent()).toBeNull();
  });

  it('refuses what cannot be the name of a product', () => {
    const error = new TypeError("userAgent: `app` must be a name such as 'my-app/1.2'.");
    for (const name of ['', 'my app', 'my-app/1/2', 'a\nb', undefined])
      expect(() => Reflect.apply(userAgent, undefined, [name])).toThrow(error);
  });
});
