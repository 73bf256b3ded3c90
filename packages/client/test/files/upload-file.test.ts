import { fetch as undiciFetch } from 'undici';
import nodeFetch from 'node-fetch';
import type { IncomingMessage } from 'node:http';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { uploadFile } from '../../src/files.ts';
import type { FileProgress } from '../../src/files.ts';
import { bearer, createCloseClient } from '../../src/index.ts';
import { json, stubFetch } from '../stub-fetch.ts';
import type { Answer } from '../stub-fetch.ts';
import { openSandbox } from './open-sandbox.ts';
import { serve } from './server.ts';

const hello = new File(['Hello'], 'hello.txt', { type: 'text/plain' });
const storage = 'https://storage.example/upload/';

const ticket = (url = storage) =>
  json({
    upload: { url, fields: { key: 'a' } },
    download: { url: 'https://app.close.com/go/file/a/hello.txt' },
  });

function stubbed(...answers: Answer[]) {
  const server = stubFetch(...answers);
  const close = createCloseClient({ auth: bearer('secret'), fetch: server.fetch, random: () => 0 });
  return { close, seen: server.seen };
}

const late = () =>
  new Promise<Response>((resolve) => setTimeout(resolve, 60_000, new Response('', { status: 403 })));

/** A `fetch` that reports no progress, and whose storage does not answer. */
const sendSilently: typeof fetch = async (url) =>
  url === storage ? new Promise<Response>(() => {}) : ticket();

/** A client in fake time. Its storage begins to read a file, as platforms do, and then follows the script. */
function inFakeTime(...answers: (() => Promise<Response>)[]) {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let tickets = 0;
  const send: typeof fetch = async (url, init) => {
    if (url !== storage) {
      tickets += 1;
      return ticket();
    }
    if (init?.body instanceof Blob) init.body.stream();
    return answers.shift()?.() ?? new Promise<Response>(() => {});
  };
  const close = createCloseClient({ auth: bearer('secret'), fetch: send, random: () => 0 });
  return { close, tickets: () => tickets };
}

describe('uploadFile', () => {
  it('asks for a ticket, sends the file to storage without a credential, and returns an attachment', async () => {
    const { close, seen } = openSandbox({ storageOrigin: 'https://storage.localhost' });
    const heard: FileProgress[] = [];
    const file = await uploadFile(close, hello, { onProgress: (progress) => heard.push(progress) });
    expect(file).toEqual({
      url: expect.stringMatching(/^https:\/\/app\.close\.com\/go\/file\/\w+\/hello\.txt$/),
      filename: 'hello.txt',
      content_type: 'text/plain',
      size: 5,
    });
    expect(seen()).toEqual(['POST /files/upload/ 200 *', 'POST /storage/upload/ 201']);
    expect(heard.at(0)).toEqual({ transferred: 0, total: 5 });
    expect(heard.at(-1)).toEqual({ transferred: 5, total: 5 });
    const [lead] = await close.leads.list().toArray({ limit: 1 });
    const note = { lead_id: lead?.id ?? '', note: 'See attachment', attachments: [file] };
    expect(await close.activities.notes.create(note)).toHaveProperty('id');
  });

  it('sends the fields of the ticket first, the file last, and no header of the client', async () => {
    const server = stubFetch(ticket(), new Response(null, { status: 204 }));
    const headers = { 'x-tz-offset': '1' };
    const close = createCloseClient({ auth: bearer('secret'), fetch: server.fetch, headers });
    const blob = new Blob(['a,b'], { type: 'text/csv' });
    await uploadFile(close, blob, {
      filename: 'ä.csv',
      contentType: 'text/plain',
      headers: { 'x-own': '1' },
    });
    const [asked, sent] = server.seen;
    expect(JSON.parse(asked?.body ?? '')).toEqual({ filename: 'ä.csv', content_type: 'text/plain' });
    expect(asked?.headers.get('x-own')).toBe('1');
    expect([sent?.method, sent?.url, sent?.redirect]).toEqual(['POST', storage, 'error']);
    expect([...(sent?.headers.keys() ?? [])]).toEqual(['content-type']);
    const form = await new Response(sent?.body, { headers: sent?.headers ?? {} }).formData();
    expect([...form.keys()]).toEqual(['key', 'file']);
    expect(form.get('file')).toMatchObject({ name: 'ä.csv', type: 'text/plain' });
  });

  it('starts again with a new ticket after a lost connection or a busy storage', async () => {
    const { sandbox, close, seen } = openSandbox();
    sandbox.faults.next({ path: '/storage/', drop: 'after' });
    sandbox.faults.next({ path: '/storage/', status: 503 });
    expect(await uploadFile(close, hello)).toMatchObject({ filename: 'hello.txt' });
    expect(seen().filter((line) => line.includes('/files/upload/'))).toHaveLength(3);
    sandbox.faults.next({ path: '/storage/', drop: 'before' });
    await expect(uploadFile(close, hello, { retry: false })).rejects.toMatchObject({ code: 'network' });
  });

  it('fails at once when storage refuses a fresh ticket', async () => {
    const page = '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>';
    const { close, seen } = stubbed(ticket(), new Response(page, { status: 403 }));
    await expect(uploadFile(close, hello)).rejects.toMatchObject({
      code: 'forbidden',
      status: 403,
      path: '/upload/',
      message: expect.stringContaining('AccessDenied'),
    });
    expect(seen).toHaveLength(2);
  });

  it('starts again when the ticket has expired', async () => {
    const { close, tickets } = inFakeTime(late, async () => new Response('', { status: 201 }));
    const done = uploadFile(close, hello, { timeoutMs: 90_000 });
    await vi.advanceTimersByTimeAsync(61_000);
    expect(await done).toMatchObject({ size: 5 });
    expect(tickets()).toBe(2);
  });

  it('ends when storage does not answer', async () => {
    const { close } = inFakeTime();
    const done = uploadFile(close, hello, { timeoutMs: 500, retry: false });
    done.catch(() => {});
    await vi.advanceTimersByTimeAsync(500);
    await expect(done).rejects.toMatchObject({
      code: 'timeout',
      message: 'The upload made no progress within 500 ms. Try again.',
    });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends where the platform reports no progress, at the speed of a slow line', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const close = createCloseClient({ auth: bearer('secret'), fetch: sendSilently });
    const file = new File([new Uint8Array(640_000)], 'zeros');
    const done = uploadFile(close, file, { timeoutMs: 500, retry: false });
    done.catch(() => {});
    await vi.advanceTimersByTimeAsync(10_499);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await expect(done).rejects.toMatchObject({ code: 'timeout' });
  });

  it('ends within its total limit, with all attempts', async () => {
    const { close, tickets } = inFakeTime();
    const done = uploadFile(close, hello, { totalTimeoutMs: 1200, timeoutMs: 500 });
    done.catch(() => {});
    await vi.advanceTimersByTimeAsync(1199);
    expect(tickets()).toBe(3);
    expect(vi.getTimerCount()).toBeGreaterThan(0);
    await vi.advanceTimersByTimeAsync(1);
    await expect(done).rejects.toMatchObject({ code: 'timeout' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is ended by its signal, while it sends', async () => {
    const controller = new AbortController();
    let cut: AbortSignal | undefined;
    const { close } = stubbed(ticket(), (request) => {
      cut = request.signal;
      queueMicrotask(() => controller.abort('left'));
      return new Promise<Response>(() => {});
    });
    const { signal } = controller;
    await expect(uploadFile(close, hello, { signal })).rejects.toMatchObject({
      code: 'aborted',
      cause: 'left',
    });
    expect(cut?.aborted).toBe(true);
  });

  it('sends a file nowhere but to https, or within this machine', async () => {
    for (const url of [
      'http://storage.example/',
      'https://user:x@storage.example/',
      'ftp://127.0.0.1/',
      'upload',
    ]) {
      const { close, seen } = stubbed(ticket(url));
      await expect(uploadFile(close, hello)).rejects.toMatchObject({
        code: 'decode',
        operation: 'files_create',
      });
      expect(seen).toHaveLength(1);
    }
    const { close } = stubbed(json({ upload: {} }));
    await expect(uploadFile(close, hello)).rejects.toMatchObject({ code: 'decode' });
  });

  it('names the wrong argument', async () => {
    const { close, seen } = stubbed();
    const text: unknown = 'text';
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a caller without types
    await expect(uploadFile(close, text as Blob)).rejects.toThrow(
      'uploadFile: `file` must be a Blob or File.',
    );
    await expect(uploadFile(close, new Blob([]))).rejects.toThrow(
      'uploadFile: `filename` must be a non-empty string.',
    );
    await expect(uploadFile(close, hello, { contentType: 'a\nb' })).rejects.toThrow('`contentType`');
    await expect(uploadFile(close, hello, { timeoutMs: 0 })).rejects.toThrow('uploadFile: `timeoutMs`');
    expect(seen).toHaveLength(0);
  });
});

/** Uploads two megabytes over a socket, and returns what arrived and what was reported. */
async function uploadOver(send: typeof fetch) {
  const arrived: { bytes: number; headers: IncomingMessage['headers'] }[] = [];
  const origin = await serve((request, response) => {
    if (request.url === '/api/v1/files/upload/') {
      const upload = { url: `${origin}/store`, fields: { key: 'a' } };
      response.end(JSON.stringify({ upload, download: { url: 'https://app.close.com/go/file/a' } }));
      return;
    }
    let bytes = 0;
    request.on('data', (chunk: Buffer) => (bytes += chunk.length));
    request.on('end', () => {
      arrived.push({ bytes, headers: request.headers });
      response.writeHead(201).end('<ok/>');
    });
  });
  const heard: number[] = [];
  const close = createCloseClient({ auth: bearer('secret'), fetch: send, baseUrl: `${origin}/api/v1` });
  const file = new File([new Uint8Array(2_000_000)], 'zeros');
  await uploadFile(close, file, { onProgress: ({ transferred }) => heard.push(transferred) });
  const [{ bytes, headers } = { bytes: 0, headers: {} }] = arrived;
  return {
    isDeclared: bytes > 2_000_000 && headers['content-length'] === String(bytes),
    strange: ['transfer-encoding', 'authorization'].filter((name) => name in headers),
    isSteady: heard.length > 5 && heard.every((sent, index) => sent >= (heard[index - 1] ?? 0)),
    ends: [heard[0], heard.at(-1)],
  };
}

/** What must hold, whatever the `fetch`. */
const whole = {
  isDeclared: true,
  strange: [],
  isSteady: true,
  ends: [0, 2_000_000],
};

describe('uploadFile over a socket', () => {
  it('declares its length and reports its progress with the fetch of the platform', async () => {
    expect(await uploadOver(fetch)).toEqual(whole);
  });

  it('does so with undici', async () => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- undici's own types of the same interface
    expect(await uploadOver(undiciFetch as unknown as typeof fetch)).toEqual(whole);
  });

  it('does so with node-fetch', async () => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- types of its own for the same interface
    expect(await uploadOver(nodeFetch as unknown as typeof fetch)).toEqual(whole);
  });

  it('does so with a wrapper that builds a Request', async () => {
    expect(await uploadOver((url, init) => fetch(new Request(url, init)))).toEqual(whole);
  });
});
