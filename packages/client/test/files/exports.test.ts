import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { downloadExport, exportLeads, exportOpportunities, readExport } from '../../src/files.ts';
import type { ExportProgress, LeadExport } from '../../src/files.ts';
import { bearer, createCloseClient } from '../../src/index.ts';
import { json, stubFetch } from '../stub-fetch.ts';
import type { Answer } from '../stub-fetch.ts';
import { openSandbox } from './open-sandbox.ts';
import { serve } from './server.ts';

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

const byText = (a: object, b: object) => JSON.stringify(a).localeCompare(JSON.stringify(b));
const storage = 'https://storage.example/export.gz?signature=x';
const state = (status: string, more: object = {}) =>
  json({ id: 'expo_1', status, format: 'json', n_docs: 2, n_docs_processed: 1, download_url: null, ...more });
const done = (url = storage) => state('done', { download_url: url });
const file = (text: string | Uint8Array) => new Response(new Uint8Array(gzipSync(text)));

/** A client over scripted answers that waits for nothing. */
function stubbed(...answers: Answer[]) {
  const waits: number[] = [];
  const server = stubFetch(...answers);
  const close = createCloseClient({
    auth: bearer('secret'),
    fetch: server.fetch,
    random: () => 0,
    retry: false,
    sleep: async (durationMs) => void waits.push(durationMs),
  });
  return { close, seen: server.seen, waits };
}

describe('exportLeads', () => {
  it('creates the export, waits for it, and reads its rows from storage without a credential', async () => {
    const { sandbox, close } = openSandbox({ leads: 600, storageOrigin: 'https://storage.localhost' });
    const heard: ExportProgress[] = [];
    const onProgress = (progress: ExportProgress) => heard.push(progress);
    const body: LeadExport = { type: 'leads', fields: ['id', 'display_name'], send_done_email: false };
    const rows = await collect(exportLeads(close, body, { onProgress }));
    const leads = await close.leads
      .list({ _limit: 200, _fields: ['id', 'display_name'] })
      .toArray({ limit: 600 });
    expect(rows.toSorted(byText)).toEqual(leads.toSorted(byText));
    const [created] = sandbox.requests;
    expect(created).toMatchObject({
      method: 'POST',
      path: '/api/v1/export/lead/',
      body: { ...body, format: 'json' },
    });
    const polls = sandbox.requests.filter(({ path }) => path.startsWith('/api/v1/export/expo_'));
    expect(polls.length).toBeGreaterThan(2);
    const fetched = sandbox.requests.filter(({ path }) => path.startsWith('/storage/'));
    expect(fetched).toMatchObject([{ status: 200, authorization: false }]);
    expect(new Set(heard.map(({ status }) => status))).toEqual(
      new Set(['created', 'started', 'in_progress', 'done']),
    );
    expect(heard.find(({ status }) => status === 'in_progress')).toMatchObject({
      total: 600,
      transferred: 0,
    });
    expect(heard.at(-1)?.transferred).toBeGreaterThan(1000);
  });

  it('sends nothing before a row is requested', async () => {
    const { close, seen } = stubbed();
    const rows = exportLeads(close, { type: 'leads' });
    await rows.return?.();
    expect(await rows.next()).toEqual({ done: true, value: undefined });
    expect(seen).toHaveLength(0);
  });

  it('fails when Close refuses it', async () => {
    const { close } = openSandbox();
    const rows = exportLeads(close, { type: 'leads', results_limit: 1.5 });
    await expect(collect(rows)).rejects.toMatchObject({
      code: 'invalid_request',
      operation: 'exports_create_lead',
      fieldErrors: { results_limit: expect.any(String) },
    });
  });

  it('fails when the export fails at Close', async () => {
    const { close } = stubbed(state('created'), state('error'));
    await expect(collect(exportLeads(close, { type: 'leads' }))).rejects.toMatchObject({
      code: 'server_error',
      message: 'exports_get: The export failed at Close. Create it again.',
    });
  });
});

describe('exportOpportunities', () => {
  it('reads opportunities by their filters', async () => {
    const { close } = openSandbox({ leads: 40 });
    const rows = await collect(exportOpportunities(close, { params: { status_type: ['won'] } }));
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map((row) => row['status_type']))).toEqual(new Set(['won']));
  });
});

describe('readExport', () => {
  it('reads an export by its id', async () => {
    const { close } = openSandbox();
    const { id } = await close.exports.createLead({ type: 'leads', format: 'json' });
    expect(await collect(readExport(close, id))).toHaveLength(5);
  });

  it('asks at growing intervals, at most every ten seconds, and gives up after `maxWaitMs`', async () => {
    const { close, seen, waits } = stubbed(...Array.from({ length: 11 }, () => () => state('started')));
    await expect(collect(readExport(close, 'expo_1', { maxWaitMs: 60_000 }))).rejects.toMatchObject({
      code: 'timeout',
      message: 'exports_get: The export is not ready within `maxWaitMs`, 60000 ms. Wait longer.',
    });
    expect(waits.slice(0, 3)).toEqual([1000, 1500, 2250]);
    expect(Math.max(...waits)).toBe(10_000);
    expect(seen.length).toBe(waits.length + 1);
  });

  it('asks for another link when one has expired', async () => {
    const { close, seen } = stubbed(
      done(),
      new Response('<Code>AccessDenied</Code>', { status: 403 }),
      done('https://storage.example/again'),
      file('[{"id":"a"}]'),
    );
    expect(await collect(readExport(close, 'expo_1'))).toEqual([{ id: 'a' }]);
    expect(seen.map(({ url, headers }) => [url, headers.has('authorization')]).slice(-2)).toEqual([
      ['https://api.close.com/api/v1/export/expo_1/', true],
      ['https://storage.example/again', false],
    ]);
  });

  it('reads a file whose compression the platform has removed', async () => {
    const origin = await serve((request, response) => {
      if (request.url?.startsWith('/api/'))
        return response.end(
          JSON.stringify({ id: 'expo_1', status: 'done', format: 'json', download_url: `${origin}/file` }),
        );
      return response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('[{"id":"a"},{"id":"b"}]'));
    });
    const close = createCloseClient({ auth: bearer('t'), baseUrl: `${origin}/api/v1` });
    expect(await collect(readExport(close, 'expo_1'))).toEqual([{ id: 'a' }, { id: 'b' }]);
  });

  it('reads a file that arrives byte by byte', async () => {
    const bytes = gzipSync('[{"name":"Ä😀"}]');
    const drip = new ReadableStream({
      start(sink) {
        for (const byte of bytes) sink.enqueue(new Uint8Array([byte]));
        sink.close();
      },
    });
    const { close } = stubbed(done(), new Response(drip));
    expect(await collect(readExport(close, 'expo_1'))).toEqual([{ name: 'Ä😀' }]);
  });

  it('fails with decode for a file that is cut or is no list, after the rows before', async () => {
    const whole = gzipSync(
      JSON.stringify(Array.from({ length: 3000 }, (_, id) => ({ id, random: Math.sin(id) }))),
    );
    const broken = [
      whole.subarray(0, whole.length / 2),
      whole.subarray(0, 5),
      gzipSync('[{"id":1},'),
      gzipSync('<html>'),
      new Uint8Array(),
    ];
    for (const bytes of broken) {
      const { close } = stubbed(done(), new Response(new Uint8Array(bytes)));
      await expect(collect(readExport(close, 'expo_1'))).rejects.toMatchObject({ code: 'decode' });
    }
    const { close } = stubbed(done(), file('[{"id":1},'));
    const rows = readExport(close, 'expo_1');
    expect(await rows.next()).toMatchObject({ value: { id: 1 } });
    await expect(rows.next()).rejects.toMatchObject({ code: 'decode' });
  });

  it('fails with network when the transfer is cut', async () => {
    const { sandbox, close } = openSandbox();
    const { id } = await close.exports.createLead({ type: 'leads', format: 'json' });
    sandbox.faults.next({ path: '/storage/', truncate: true, lengthOff: 100 });
    await expect(collect(readExport(close, id))).rejects.toMatchObject({ code: 'network' });
  });

  it('takes no link but to https', async () => {
    const { close, seen } = stubbed(done('http://storage.example/'));
    await expect(collect(readExport(close, 'expo_1'))).rejects.toMatchObject({ code: 'decode' });
    expect(seen).toHaveLength(1);
  });

  it('is ended by its signal, in a wait and in the transfer', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const waiting = createCloseClient({
      auth: bearer('t'),
      fetch: stubFetch(state('created')).fetch,
      sleep: (_, stopped) =>
        new Promise((resolve) => {
          stopped?.addEventListener('abort', resolve);
          controller.abort('left');
        }),
    });
    await expect(collect(readExport(waiting, 'expo_1', { signal }))).rejects.toMatchObject({
      code: 'aborted',
      cause: 'left',
    });
    const second = new AbortController();
    const endless = new ReadableStream({
      start: (sink) => sink.enqueue(new TextEncoder().encode('[{"id":1},')),
    });
    const { close } = stubbed(done(), new Response(endless));
    const rows = readExport(close, 'expo_1', { signal: second.signal });
    await rows.next();
    const next = rows.next();
    second.abort('left');
    await expect(next).rejects.toMatchObject({ code: 'aborted', cause: 'left' });
  });

  it('closes the connection when the loop is left', async () => {
    let leave: (() => void) | undefined;
    const left = new Promise<void>((resolve) => void (leave = resolve));
    const origin = await serve((request, response) => {
      if (request.url?.startsWith('/api/'))
        return response.end(JSON.stringify({ id: 'expo_1', status: 'done', download_url: `${origin}/file` }));
      response.on('close', () => leave?.());
      return response.write('[{"id":1},{"id":2},');
    });
    const close = createCloseClient({ auth: bearer('t'), baseUrl: `${origin}/api/v1` });
    for await (const row of readExport(close, 'expo_1')) {
      expect(row).toEqual({ id: 1 });
      break;
    }
    await left;
    const rows = readExport(close, 'expo_1');
    await rows.next();
    await rows.next();
    const pending = rows.next();
    await rows.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
  });

  it('ends when no more of the file arrives', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const endless = new ReadableStream({
      start: (sink) => sink.enqueue(new TextEncoder().encode('[{"id":1},')),
    });
    const { close } = stubbed(done(), new Response(endless));
    const rows = readExport(close, 'expo_1', { timeoutMs: 500 });
    await rows.next();
    const next = rows.next();
    next.catch(() => {});
    await vi.advanceTimersByTimeAsync(500);
    await expect(next).rejects.toMatchObject({ code: 'timeout' });
  });

  it('names the wrong argument', () => {
    const { close } = stubbed();
    expect(() => readExport(close, '')).toThrow('readExport: `exportId` must be an id.');
    expect(() => readExport(close, 'expo_1', { maxWaitMs: 0 })).toThrow(
      'readExport: `maxWaitMs` must be a positive number.',
    );
    expect(() => exportLeads(close, { type: 'leads' }, { timeoutMs: -1 })).toThrow(
      'exportLeads: `timeoutMs`',
    );
    const listener: unknown = 1;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a caller without types
    const options = { onProgress: listener as () => void };
    expect(() => exportOpportunities(close, {}, options)).toThrow(
      'exportOpportunities: `onProgress` must be a function.',
    );
  });
});

describe('downloadExport', () => {
  it('returns the plain file of a CSV export', async () => {
    const { close } = openSandbox();
    const { id } = await close.exports.createLead({ type: 'leads', format: 'csv', fields: ['id'] });
    const response = await downloadExport(close, id);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const text = await response.text();
    expect(text.trimEnd().split('\r\n')).toHaveLength(6);
    expect(text).toMatch(/^id\r\nlead_\w+\r\n/);
  });

  it('fails with a code while the file is read', async () => {
    const { sandbox, close } = openSandbox({ leads: 40 });
    const { id } = await close.exports.createLead({ type: 'leads', format: 'csv' });
    sandbox.faults.next({ path: '/storage/', truncate: true });
    await expect((await downloadExport(close, id)).text()).rejects.toMatchObject({ code: 'decode' });
    await expect(downloadExport(close, 'expo_none')).rejects.toMatchObject({ code: 'not_found' });
    await expect(downloadExport(close, '')).rejects.toThrow('downloadExport: `exportId` must be an id.');
  });
});
