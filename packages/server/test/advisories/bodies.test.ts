import { describe, expect, it } from 'vitest';
import { signIn } from '../set-up-handler.ts';
import { signatureKey } from '../sign-delivery.ts';
import { rawOutcome, startRawServer } from './raw-server.ts';

describe('published attacks that exhaust a server', () => {
  it('Hono CVE-2026-44456: a body without a length has the same limit', async () => {
    const webhooks = { signatureKey, maxBodyBytes: 1000 };
    const { browser, reached } = await signIn({ maxBodyBytes: 1000, webhooks });
    let pulled = 0;
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          pulled += 1;
          // Far beyond every limit.
          if (pulled > 1000) return controller.close();
          return controller.enqueue(new Uint8Array(500));
        },
      });
    const signed = {
      'close-sig-hash': 'a'.repeat(64),
      'close-sig-timestamp': `${Math.floor(Date.now() / 1000)}`,
    };
    const send = async (path: string, headers: Record<string, string> = {}) => {
      const init = { method: 'POST', headers, body: endless(), duplex: 'half' } as const;
      return (await browser.call(`/api/close/${path}`, init)).status;
    };
    expect(await send('api/v1/lead/')).toBe(413);
    expect(await send('webhook', signed)).toBe(413);
    expect(await send('switch')).toBe(413);
    expect(reached).toEqual([]);
    // 1000, 1000 and 16 KiB, each with two chunks of what a stream reads ahead.
    expect(pulled).toBeLessThan(60);
  });

  it('Node.js CVE-2026-21710: names of headers are no members of objects', async () => {
    const { handler, browser } = await signIn();
    const send = await startRawServer(handler);
    const guards = ['x-closekit: 1', `cookie: ${browser.header()}`];
    const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];
    const lines = names.flatMap((name) => [`${name}: 1`, `${name}: 2`]);
    const all = [...names.map((name) => [`${name}: 1`]), lines].map((some) =>
      send('GET /api/close/session', [...guards, ...some]),
    );
    expect((await Promise.all(all)).map((raw) => rawOutcome(raw).status)).toEqual(all.map(() => 200));
    expect(rawOutcome(await send('GET /api/close/__proto__', guards)).status).toBe(404);
    expect(rawOutcome(await send('GET /api/close/constructor', guards)).status).toBe(404);
  });
});
