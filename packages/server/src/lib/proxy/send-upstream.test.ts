import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { fakeCloseOAuth } from '../../../test/fake-close-oauth.ts';
import { parseHandlerOptions } from '../config/parse-handler-options.ts';
import { sendUpstream } from './send-upstream.ts';

const secret = 'secret-token-value';

function send(
  fetchFake: typeof fetch,
  options: { timeoutMs?: number; signal?: AbortSignal } = {},
): Promise<Response> {
  const { timeoutMs = 30_000, signal = new AbortController().signal } = options;
  const oauth = fakeCloseOAuth();
  const config = parseHandlerOptions({ oauth, origin: 'https://app.example', fetch: fetchFake, timeoutMs });
  const request = { url: 'https://api.close.com/api/v1/me/', token: secret, headers: {}, signal };
  return sendUpstream(config, request);
}

const neverAnswers: typeof fetch = (_input, init) =>
  new Promise((_resolve, reject) => {
    const { signal } = init ?? {};
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason));
  });

const slow: typeof fetch = async (_input, init) => {
  await new Promise((resolve) => {
    setTimeout(resolve, 20);
  });
  init?.signal?.throwIfAborted();
  return new Response('{}');
};

describe('sendUpstream', () => {
  it('attaches the token and follows no redirect', async () => {
    let sent: RequestInit | undefined;
    await send(async (_input, init) => {
      sent = init;
      return new Response('{}');
    });
    expect(new Headers(sent?.headers).get('authorization')).toBe(`Bearer ${secret}`);
    expect(sent?.redirect).toBe('manual');
  });

  it('accepts a timeout that is too long for a timer', async () => {
    expect((await send(slow, { timeoutMs: 2 ** 40 })).status).toBe(200);
  });

  it('refuses a redirect', async () => {
    const redirected = send(
      async () => new Response(null, { status: 302, headers: { location: 'https://evil.example' } }),
    );
    await expect(redirected).rejects.toMatchObject({ code: 'upstream_redirect' });
  });

  it('gives up when the response does not begin in time', async () => {
    await expect(send(neverAnswers, { timeoutMs: 1 })).rejects.toMatchObject({ code: 'upstream_timeout' });
  });

  it('stops when the browser disconnects', async () => {
    const controller = new AbortController();
    const pending = send(neverAnswers, { signal: controller.signal });
    controller.abort();
    await expect(pending).rejects.toMatchObject({ code: 'aborted' });
  });

  it('names the system error when Close is unreachable', async () => {
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    await expect(
      send(async () => {
        throw new TypeError('fetch failed', { cause: refused });
      }),
    ).rejects.toMatchObject({
      code: 'upstream_unavailable',
      message: 'Close could not be reached (ECONNREFUSED). Try again later.',
    });
  });

  it('keeps the token out of the error when fetch quotes it', async () => {
    const failure = await send(async (_input, init) => {
      throw new TypeError(`bad header ${new Headers(init?.headers).get('authorization')}`);
    }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'upstream_unavailable' });
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain(secret);
  });
});
