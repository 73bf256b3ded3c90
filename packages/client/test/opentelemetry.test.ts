import { AsyncLocalStorage } from 'node:async_hooks';
import { inspect } from 'node:util';
import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Context, ContextManager, TextMapPropagator } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSandbox } from '@closekit/sandbox';
import { bearer, cookieSession, createCloseClient, raw } from '@closekit/client';
import type { CloseConnectionOptions, TokenSource } from '@closekit/client';
import { createCloseConnection, leadsGet, leadsList } from '@closekit/client/operations';
import { traceCalls } from '@closekit/client/opentelemetry';
import type { TraceCallsOptions } from '@closekit/client/opentelemetry';
import { sandboxSource } from './sandbox-source.ts';
import { json, stubFetch } from './stub-fetch.ts';
import type { Answer } from './stub-fetch.ts';

/** The SDK of OpenTelemetry, exporting into memory. */
function startSdk() {
  const exporter = new InMemorySpanExporter();
  const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  onTestFinished(() => tracerProvider.shutdown());
  return { tracerProvider, spans: () => exporter.getFinishedSpans() };
}

/** A connection that plays a script, and the SDK that it reports to. */
function traced(
  answers: Answer[],
  spanOptions: TraceCallsOptions = {},
  options: Partial<CloseConnectionOptions> = {},
) {
  const sdk = startSdk();
  const server = stubFetch(...answers);
  const all = {
    auth: bearer('t'),
    fetch: server.fetch,
    sleep: async () => {},
    ...options,
  };
  const close = createCloseConnection(all);
  const stop = traceCalls(close, { tracerProvider: sdk.tracerProvider, ...spanOptions });
  return { ...sdk, seen: server.seen, close, stop };
}

const page = () => json({ data: [], has_more: false });

/** The answers to a call that is sent twice. */
const twice = () => [json({}, { status: 503 }), json({})];

function traceWith(options: object): () => unknown {
  const close = createCloseConnection({ auth: bearer('t') });
  return () => Reflect.apply(traceCalls, undefined, [close, options]);
}

function tokens(): TokenSource {
  const fresh = ['old-secret', 'new-secret'];
  return { get: async () => fresh.shift() ?? 'new-secret', invalidate: () => {} };
}

const parentOf = (span: ReadableSpan | undefined) => span?.parentSpanContext?.spanId;
const idOf = (span: ReadableSpan | undefined) => span?.spanContext().spanId;

/** Keeps the active context across calls, as the SDK for Node does. */
function followContext(): void {
  const storage = new AsyncLocalStorage<Context>();
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (active, work, ...[self, ...values]) => storage.run(active, () => work.apply(self, values)),
    bind: (_, target) => target,
    enable: () => manager,
    disable: () => manager,
  };
  context.setGlobalContextManager(manager);
  onTestFinished(() => context.disable());
}

/** A propagator that sends the id of the span. */
function propagateSpanIds(): void {
  const propagator: TextMapPropagator = {
    inject: (active, carrier, setter) =>
      setter.set(carrier, 'x-span', trace.getSpanContext(active)?.spanId ?? ''),
    extract: (active) => active,
    fields: () => ['x-span'],
  };
  propagation.setGlobalPropagator(propagator);
  onTestFinished(() => propagation.disable());
}

describe('traceCalls', () => {
  it('creates a span for a call, and in it one for its request', async () => {
    const { close, spans } = traced([json({ id: 'lead_1' })]);
    await leadsGet(close, 'lead_1');
    const [request, call] = spans();
    expect(spans()).toHaveLength(2);
    expect(call).toMatchObject({
      name: 'GET /lead/{id}/',
      kind: SpanKind.INTERNAL,
      status: { code: SpanStatusCode.UNSET },
      instrumentationScope: { name: '@closekit/client' },
    });
    expect(call?.attributes).toEqual({
      'closekit.client.operation': 'leads_get',
      'closekit.client.attempts': 1,
      'closekit.client.waited_ms': 0,
      'http.response.status_code': 200,
    });
    expect(request).toMatchObject({ name: 'GET /lead/{id}/', kind: SpanKind.CLIENT });
    expect(request?.attributes).toEqual({
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'server.address': 'api.close.com',
      'server.port': 443,
      'url.full': 'https://api.close.com/api/v1/lead/lead_1/',
      'url.template': '/lead/{id}/',
    });
    expect(parentOf(call)).toBeUndefined();
    expect(parentOf(request)).toBe(idOf(call));
  });

  it('counts how often a request was sent again, for each reason', async () => {
    const answers = [json({}, { status: 401 }), json({}, { status: 503 }), json({ id: 'lead_1' })];
    const { close, spans } = traced(answers, {}, { auth: bearer(tokens()) });
    await leadsGet(close, 'lead_1');
    const requests = spans().slice(0, -1);
    const call = spans().at(-1);
    const resent = 'http.request.resend_count';
    expect(
      requests.map(({ attributes }) => [attributes['http.response.status_code'], attributes[resent]]),
    ).toEqual([
      [401, undefined],
      [503, 1],
      [200, 2],
    ]);
    expect(requests.map((span) => [span.attributes['error.type'], span.status.code])).toEqual([
      ['401', SpanStatusCode.ERROR],
      ['503', SpanStatusCode.ERROR],
      [undefined, SpanStatusCode.UNSET],
    ]);
    expect(requests.map(parentOf)).toEqual([idOf(call), idOf(call), idOf(call)]);
    expect(call?.attributes).toMatchObject({ 'closekit.client.attempts': 3 });
    expect(call?.status).toEqual({ code: SpanStatusCode.UNSET });
  });

  it('names the error of a call that fails, and says nothing about it', async () => {
    const { close, spans } = traced(
      [json({ error: 'echo-secret' }, { status: 404 }), new TypeError('secret.example'), new Response('<p>')],
      {},
      { retry: false },
    );
    for (let call = 0; call < 3; call += 1) await leadsGet(close, 'lead_1').result();
    const failures = spans().map(({ attributes, status }) => [attributes['error.type'], status]);
    const error = { code: SpanStatusCode.ERROR };
    expect(failures).toEqual([
      ['404', error],
      ['404', error],
      ['network', error],
      ['network', error],
      ['decode', error],
      ['decode', error],
    ]);
    expect(spans().map(({ attributes }) => attributes['http.response.status_code'])).toEqual([
      404,
      404,
      undefined,
      undefined,
      200,
      200,
    ]);
    expect(spans().flatMap(({ events }) => events)).toEqual([]);
    expect(inspect(spans(), { depth: 6 })).not.toContain('secret');
  });

  it('ends the spans of a call that is aborted, or is never sent', async () => {
    const caller = new AbortController();
    const hanging: Answer = () => {
      caller.abort();
      return new Promise<Response>(() => {});
    };
    const { close, spans } = traced([hanging]);
    await leadsGet(close, 'lead_1', { signal: caller.signal }).result();
    await leadsGet(close, 'lead_1', { signal: caller.signal }).result();
    expect(spans().map(({ attributes }) => attributes['error.type'])).toEqual([
      'aborted',
      'aborted',
      'aborted',
    ]);
    expect(spans().map(({ kind }) => kind)).toEqual([SpanKind.CLIENT, SpanKind.INTERNAL, SpanKind.INTERNAL]);
  });

  it('creates the spans of the client and of raw calls, too', async () => {
    const sdk = startSdk();
    const sandbox = createSandbox({ leads: 3 });
    const close = createCloseClient({ auth: sandboxSource(sandbox), fetch: sandbox.fetch });
    traceCalls(close, sdk);
    const [lead] = await close.leads.list().toArray({ limit: 1 });
    await raw(close).GET('/lead/{id}/', { params: { path: { id: lead?.id ?? '' } } });
    const calls = sdk.spans().filter(({ kind }) => kind === SpanKind.INTERNAL);
    expect(calls.map(({ name }) => name)).toEqual(['GET /lead/', 'GET /lead/{id}/']);
    expect(calls[1]?.attributes).not.toHaveProperty('closekit.client.operation');
    expect(sdk.spans()).toHaveLength(4);
  });

  it('names a long query by the method that is sent', async () => {
    const { close, spans } = traced([json({ data: [], has_more: false })]);
    await leadsList(close, { query: 'x'.repeat(5000) });
    expect(spans().map(({ name }) => name)).toEqual(['POST /lead/', 'GET /lead/']);
    expect(spans()[0]?.attributes).toMatchObject({ 'http.request.method': 'POST', 'url.template': '/lead/' });
  });

  it('leaves out the query unless it is asked to include it, and then values of credentials', async () => {
    const without = traced([page()]);
    await leadsList(without.close, { query: 'bob' });
    expect(without.spans()[0]?.attributes['url.full']).toBe('https://api.close.com/api/v1/lead/');
    const { tracerProvider, spans } = startSdk();
    const { fetch } = stubFetch(page());
    const close = createCloseClient({ auth: bearer('t'), fetch, baseUrl: 'http://[::1]:8080/v1' });
    traceCalls(close, { tracerProvider, includeQuery: true });
    const query = { query: 'bob', access_token: 'hidden', 'X-Amz-Signature': 'hidden' };
    await raw(close).GET('/lead/', { params: { query } });
    expect(spans()[0]?.attributes).toMatchObject({
      'url.full': 'http://[::1]:8080/v1/lead/?query=bob&access_token=REDACTED&X-Amz-Signature=REDACTED',
      'server.address': '::1',
      'server.port': 8080,
    });
  });

  it('describes a request to a path by the URL that fetch is called with', async () => {
    const { close, spans, seen } = traced([json({})], {}, { auth: cookieSession() });
    await leadsGet(close, 'lead_1');
    expect(spans()[0]?.attributes).toMatchObject({ 'url.full': seen[0]?.url, 'server.port': 80 });
  });

  it('sends no header of a trace unless it is asked to, and then that of the request', async () => {
    propagateSpanIds();
    const silent = traced(twice());
    await leadsGet(silent.close, 'lead_1');
    expect(silent.seen.map(({ headers }) => headers.has('x-span'))).toEqual([false, false]);
    const { close, spans, seen } = traced(twice(), { propagate: true });
    await leadsGet(close, 'lead_1');
    const [first, second] = spans();
    expect(seen.map(({ headers }) => headers.get('x-span'))).toEqual([idOf(first), idOf(second)]);
    expect(seen.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer t', 'Bearer t']);
  });

  it('belongs to the span that is active, as do token source and fetch to its own', async () => {
    followContext();
    const active: (string | undefined)[] = [];
    const see = () => void active.push(trace.getActiveSpan()?.spanContext().spanId);
    const auth: TokenSource = { get: async () => (see(), 't'), invalidate: () => {} };
    const answer: Answer = () => (see(), json({}));
    const { close, spans, tracerProvider } = traced([answer], {}, { auth: bearer(auth) });
    const app = tracerProvider.getTracer('app').startSpan('app');
    await context.with(trace.setSpan(context.active(), app), () => leadsGet(close, 'lead_1').result());
    const [request, call] = spans();
    expect(parentOf(call)).toBe(app.spanContext().spanId);
    expect(active).toEqual([idOf(call), idOf(request)]);
  });

  it('keeps calls apart that run at the same time without a context manager', async () => {
    const answers = ['lead_1', 'lead_2', 'lead_3'].map((id) => json({ id }));
    const { close, spans } = traced(answers);
    await Promise.all(['lead_1', 'lead_2', 'lead_3'].map((id) => leadsGet(close, id)));
    const requests = spans().filter(({ kind }) => kind === SpanKind.CLIENT);
    const calls = spans().filter(({ kind }) => kind === SpanKind.INTERNAL);
    expect(new Set(requests.map(parentOf))).toEqual(new Set(calls.map(idOf)));
    expect(calls).toHaveLength(3);
  });

  it('reports to an SDK that starts later', async () => {
    const server = stubFetch(json({}), json({}));
    const close = createCloseConnection({ auth: bearer('t'), fetch: server.fetch });
    traceCalls(close);
    await leadsGet(close, 'lead_1');
    const sdk = startSdk();
    trace.setGlobalTracerProvider(sdk.tracerProvider);
    onTestFinished(() => trace.disable());
    await leadsGet(close, 'lead_1');
    expect(sdk.spans()).toHaveLength(2);
  });

  it('creates no span after it was stopped', async () => {
    const { close, spans, stop } = traced([json({}), json({})]);
    await leadsGet(close, 'lead_1');
    stop();
    await leadsGet(close, 'lead_1');
    expect(spans()).toHaveLength(2);
  });

  it('refuses what is no client, and wrong options', () => {
    expect(() => Reflect.apply(traceCalls, undefined, [{}])).toThrow(
      new TypeError('traceCalls: `close` must be a client of @closekit/client.'),
    );
    expect(traceWith({ propagate: 'yes' })).toThrow(
      new TypeError('traceCalls: `propagate` must be a boolean.'),
    );
    expect(traceWith({ includeQuery: 1 })).toThrow(
      new TypeError('traceCalls: `includeQuery` must be a boolean.'),
    );
    expect(traceWith({ tracerProvider: {} })).toThrow(
      new TypeError('traceCalls: `tracerProvider` must be a TracerProvider.'),
    );
  });
});
