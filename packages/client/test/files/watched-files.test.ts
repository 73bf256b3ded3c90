import { propagation, SpanKind } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { describe, expect, it, onTestFinished } from 'vitest';
import { downloadFile, uploadFile } from '../../src/files.ts';
import { bearer, createCloseClient, watch } from '../../src/index.ts';
import type { CloseApiError, CloseRequestEvent } from '../../src/index.ts';
import { traceCalls } from '../../src/opentelemetry.ts';
import { json, stubFetch } from '../stub-fetch.ts';
import type { Answer } from '../stub-fetch.ts';

const hello = new File(['Hello'], 'hello.txt', { type: 'text/plain' });
const link = 'https://app.close.com/go/file/a/hello.txt';
const storage = 'https://storage.example/a/hello.txt';
const signed = `${storage}?X-Amz-Signature=secret`;

const ticket = () => json({ upload: { url: signed, fields: { key: 'a' } }, download: { url: link } });
const redirect = () => new Response(null, { status: 302, headers: { location: signed } });

function watched(...answers: Answer[]) {
  const server = stubFetch(...answers);
  const close = createCloseClient({ auth: bearer('t'), fetch: server.fetch, random: () => 0, retry: false });
  const requests: CloseRequestEvent[] = [];
  const statuses: number[] = [];
  const errors: CloseApiError[] = [];
  watch(close, {
    onRequest: (event) => requests.push(event),
    onResponse: ({ status }) => statuses.push(status),
    onError: ({ error }) => errors.push(error),
  });
  return { close, seen: server.seen, urls: () => requests.map(({ url }) => url), statuses, errors };
}

function trace(close: ReturnType<typeof createCloseClient>) {
  const exporter = new InMemorySpanExporter();
  const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  propagation.setGlobalPropagator({
    inject: (_active, carrier, setter) => setter.set(carrier, 'x-span', '1'),
    extract: (active) => active,
    fields: () => ['x-span'],
  });
  onTestFinished(async () => {
    propagation.disable();
    await tracerProvider.shutdown();
  });
  traceCalls(close, { tracerProvider, includeQuery: true, propagate: true });
  return () => exporter.getFinishedSpans();
}

describe('a watched upload', () => {
  it('has two requests, and hides the signature of the one to storage', async () => {
    const { close, seen, urls, statuses } = watched(ticket(), new Response(null, { status: 201 }));
    await uploadFile(close, hello);
    expect(seen).toHaveLength(2);
    expect(urls()).toEqual(['https://api.close.com/api/v1/files/upload/', storage]);
    expect(statuses).toEqual([200, 201]);
  });

  it('reports the error that its caller receives', async () => {
    const { close, errors } = watched(ticket(), new Response('No', { status: 403 }));
    const caught: unknown = await uploadFile(close, hello).catch((error: unknown) => error);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toBe(caught);
  });
});

describe('a watched download', () => {
  it('has a request for each redirect, which is no failure', async () => {
    const { close, urls, statuses, errors } = watched(redirect(), new Response('Hello'));
    expect(await (await downloadFile(close, link)).text()).toBe('Hello');
    expect(urls()).toEqual(['https://api.close.com/go/file/a/hello.txt', storage]);
    expect(statuses).toEqual([302, 200]);
    expect(errors).toEqual([]);
  });

  it('reports the error that its caller receives', async () => {
    const { close, errors } = watched(json({ error: 'No' }, { status: 404 }));
    const caught: unknown = await downloadFile(close, link).catch((error: unknown) => error);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toBe(caught);
  });

  it('is traced without the signature, and without a header of the trace at storage', async () => {
    const { close, seen } = watched(redirect(), new Response('Hello'));
    const spans = trace(close);
    await downloadFile(close, link);
    const requests = spans().filter(({ kind }) => kind === SpanKind.CLIENT);
    expect(
      requests.map(({ name, attributes }) => [name, attributes['url.full'], attributes['error.type']]),
    ).toEqual([
      ['GET files', 'https://api.close.com/go/file/a/hello.txt', undefined],
      ['GET files', `${storage}?X-Amz-Signature=REDACTED`, undefined],
    ]);
    expect(requests.some(({ attributes }) => 'url.template' in attributes)).toBe(false);
    expect(seen.map(({ headers }) => headers.has('x-span'))).toEqual([false, false]);
  });
});
