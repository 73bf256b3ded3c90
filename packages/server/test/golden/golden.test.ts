import { readFileSync } from 'node:fs';
import { createCloseOAuth, memoryStore } from '@closekit/oauth';
import type { CloseOAuth, SealingKey } from '@closekit/oauth';
import { describe, expect, it } from 'vitest';
import { createCloseHandler } from '../../src/index.ts';
import { createBrowser } from '../browser.ts';
import type { Browser } from '../browser.ts';

interface GoldenFlow {
  readonly keys: SealingKey[];
  readonly startedAt: number;
  readonly state: string;
  readonly name: string;
  readonly value: string;
  readonly context: {
    readonly returnTo: string;
    readonly previousSession: string;
    readonly sessionId: string;
  };
}

const golden: GoldenFlow = JSON.parse(readFileSync(new URL('flow-cookie.v1.json', import.meta.url), 'utf8'));

/** The app with the keys and at the time of the golden file. */
function openApp(): { readonly oauth: CloseOAuth; readonly browser: Browser } {
  const origin = 'https://app.example';
  const now = (): number => golden.startedAt + 1000;
  const redirectUri = `${origin}/api/close/callback`;
  const app = { clientId: 'oa2client_test', clientSecret: 'secret', redirectUri, keys: golden.keys };
  const oauth = createCloseOAuth({ ...app, store: memoryStore(), now });
  return { oauth, browser: createBrowser(createCloseHandler({ oauth, origin, now }), origin) };
}

/** The context in the value of a flow cookie, after its time and a dot. */
async function contextOf(oauth: CloseOAuth, value: string): Promise<unknown> {
  return JSON.parse((await oauth.readAuthorizationContext(value.replace(/^\d+\./, ''))) ?? 'null');
}

const idLike = (id: string): unknown => expect.stringMatching(new RegExp(`^[\\w-]{${id.length}}$`));

describe('a stored flow cookie', () => {
  it('belongs to the callback of its login, and returns to its page', async () => {
    const { browser } = openApp();
    browser.cookies.set(golden.name, { value: golden.value, attributes: '' });
    const path = `/api/close/callback?error=access_denied&state=${golden.state}`;
    const page = await browser.visit(path, { crossSite: true });
    expect(page.headers.get('location')).toBe('https://app.example/leads?q=golden&close_error=access_denied');
    expect([...browser.cookies.keys()]).toEqual([]);
  });

  it('has the context of version 1', async () => {
    expect(await contextOf(openApp().oauth, golden.value)).toEqual(golden.context);
  });

  it('is written as before', async () => {
    const { oauth, browser } = openApp();
    browser.cookies.set('__Host-closekit', { value: 'A'.repeat(43), attributes: '' });
    await browser.visit('/api/close/login?returnTo=/leads%3Fq%3Dgolden');
    const [name = '', { value = '' } = {}] = [...browser.cookies].at(-1) ?? [];
    expect([name.length, value.length]).toEqual([golden.name.length, golden.value.length]);
    expect(await contextOf(oauth, value)).toEqual({
      returnTo: golden.context.returnTo,
      previousSession: idLike(golden.context.previousSession),
      sessionId: idLike(golden.context.sessionId),
    });
  });
});
