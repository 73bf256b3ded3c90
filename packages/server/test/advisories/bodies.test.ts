import { describe, expect, it } from 'vitest';
import { signIn } from '../set-up-handler.ts';
import { signatureKey } from '../sign-delivery.ts';
import { rawOutcome, startRawServer } from './raw-server.ts';

describe('published attacks that exhaust a server', () => {
  it('Hono CVE-2026-44456: a body without a length has the same limit', async () => {
    const webhooks = { signatureKey, maxBodyBytes: 1000 };
    const { handler, browser, reached } = await signIn({ maxBodyBytes: 1000, webhooks });
    const send = await startRawServer(handler);
    const guards = ['x-closekit: 1', 'sec-fetch-site: same-origin', `cookie: ${browser.header()}`];
    const seconds = Math.floor(Date.now() / 1000);
    const signed = [`close-sig-hash: ${'a'.repeat(64)}`, `close-sig-timestamp: ${seconds}`];
    const chunk = `1f4\r\n${' '.repeat(500)}\r\n`;
    const outcomes = ['api/v1/lead/', 'webhook', 'switch'].map(async (path) => {
      const lines = [...guards, ...signed, 'transfer-encoding: chunked'];
      return rawOutcome(await send(`POST /api/close/${path}`, lines, `${chunk.repeat(40)}0\r\n\r\n`));
    });
    const tooLarge = { status: 413, code: 'body_too_large' };
    expect(await Promise.all(outcomes)).toEqual([tooLarge, tooLarge, tooLarge]);
    expect(reached).toEqual([]);
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
