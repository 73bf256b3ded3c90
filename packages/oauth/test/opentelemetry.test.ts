import { AsyncLocalStorage } from 'node:async_hooks';
import { inspect } from 'node:util';
import { context, metrics, ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Context, ContextManager } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { describe, expect, it, onTestFinished } from 'vitest';
import { otelEvents, registerGauges } from '@closekit/oauth/opentelemetry';
import type { OtelEventsOptions } from '@closekit/oauth/opentelemetry';
import { hourMs, login, prepare } from './connect.ts';
import type { Connected } from './connect.ts';

interface Metric {
  readonly unit: string;
  readonly points: readonly (readonly [attributes: object, value: unknown])[];
}

/** The SDK of OpenTelemetry, exporting into memory. */
interface Sdk {
  readonly meterProvider: MeterProvider;
  readonly tracerProvider: TracerProvider;
  readonly spans: InMemorySpanExporter;
  readonly metrics: () => Promise<Record<string, Metric>>;
}

const secret = /secret|AAAAAAAA/;
const shown = (value: unknown): string => inspect(value, { depth: Infinity, showHidden: true });

function startSdk(): Sdk {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: hourMs });
  const meterProvider = new MeterProvider({ readers: [reader] });
  const spans = new InMemorySpanExporter();
  const tracerProvider = new TracerProvider({
    spanProcessors: [new SimpleSpanProcessor({ exporter: spans })],
  });
  onTestFinished(async () => {
    await Promise.all([meterProvider.shutdown(), tracerProvider.shutdown()]);
  });
  async function collect(): Promise<Record<string, Metric>> {
    exporter.reset();
    await reader.forceFlush();
    const scopes = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics);
    const found = scopes.flatMap((scope) => scope.metrics);
    return Object.fromEntries(
      found.map(({ descriptor: { name, unit }, dataPoints }) => [
        name,
        { unit, points: dataPoints.map(({ attributes, value }) => [attributes, value] as const) },
      ]),
    );
  }
  return { meterProvider, tracerProvider, spans, metrics: collect };
}

/** A connected grant whose vault reports to the SDK. */
async function observed(options: OtelEventsOptions = {}): Promise<Connected & Sdk> {
  const sdk = startSdk();
  const prepared = prepare({ onEvent: otelEvents({ ...sdk, ...options }) });
  return { ...prepared, ...sdk, grant: await login(prepared.oauth) };
}

function outcome(type: string, code?: string): object {
  return { 'closekit.oauth.outcome': type, ...(code !== undefined && { 'error.type': code }) };
}

/** Lets the token expire, and answers its refresh after 300 ms. */
function answerSlowly({ close, clock }: Pick<Connected, 'close' | 'clock'>): void {
  clock.time += hourMs;
  close.answerNext(
    async () => {
      await clock.sleep(300);
      return Response.json({ access_token: 'access-secret-2', refresh_token: close.alive, expires_in: 3600 });
    },
    { rotate: true },
  );
}

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

describe('otelEvents', () => {
  it('counts the outcomes and measures the operations', async () => {
    const connected = await observed();
    answerSlowly(connected);
    await Promise.all([connected.grant.get(), connected.grant.get(), connected.grant.get()]);
    const found = await connected.metrics();
    expect(Object.keys(found)).toEqual(['closekit.oauth.outcomes', 'closekit.oauth.duration']);
    expect(found['closekit.oauth.outcomes']).toEqual({
      unit: '{outcome}',
      points: [
        [outcome('authorized'), 1],
        [outcome('joined'), 2],
        [outcome('refreshed'), 1],
      ],
    });
    const boundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
    expect(found['closekit.oauth.duration']).toMatchObject({
      unit: 's',
      points: [
        [outcome('authorized'), { count: 1, sum: 0 }],
        [outcome('refreshed'), { count: 1, sum: 0.3, buckets: { boundaries } }],
      ],
    });
  });

  it('creates one span for each operation', async () => {
    const connected = await observed();
    const { grant, spans, clock } = connected;
    answerSlowly(connected);
    const startedAt = clock.time;
    await Promise.all([grant.get(), grant.get()]);
    await grant.revoke();
    const finished = spans.getFinishedSpans();
    expect(finished.map(({ name, attributes }) => [name, attributes])).toEqual([
      ['closekit.oauth.authorize', { ...outcome('authorized'), 'closekit.oauth.generation': 1 }],
      [
        'closekit.oauth.refresh',
        { ...outcome('refreshed'), 'closekit.oauth.attempts': 1, 'closekit.oauth.generation': 2 },
      ],
      ['closekit.oauth.revoke', outcome('revoked')],
    ]);
    expect(finished[1]).toMatchObject({
      startTime: [startedAt / 1000, 0],
      duration: [0, 300_000_000],
      status: { code: SpanStatusCode.UNSET },
      instrumentationScope: { name: '@closekit/oauth' },
    });
  });

  it('creates the span of a refresh in the trace of the caller that started it', async () => {
    followContext();
    const connected = await observed();
    const { grant, tracerProvider, spans } = connected;
    answerSlowly(connected);
    const caller = tracerProvider.getTracer('app').startSpan('caller');
    await context.with(trace.setSpan(context.active(), caller), () => grant.get());
    expect(spans.getFinishedSpans().at(-1)).toMatchObject({
      name: 'closekit.oauth.refresh',
      parentSpanContext: { spanId: caller.spanContext().spanId },
    });
  });

  it('marks a failed refresh as an error', async () => {
    const { grant, close, clock, spans, ...connected } = await observed();
    clock.time += hourMs;
    close.answerNext(() => new Response('busy', { status: 503 }));
    await expect(grant.get()).rejects.toMatchObject({ code: 'refresh_unavailable' });
    const transient = outcome('transient', 'refresh_unavailable');
    const found = await connected.metrics();
    expect(found['closekit.oauth.outcomes']?.points).toContainEqual([transient, 1]);
    const span = spans.getFinishedSpans().at(-1);
    expect(span).toMatchObject({ attributes: transient, status: { code: SpanStatusCode.ERROR } });
    expect(span?.status.message).toBeUndefined();
  });

  it('counts a lost response and the end of its grant, but measures the refresh once', async () => {
    const { grant, close, clock, spans, ...connected } = await observed();
    clock.time += hourMs;
    close.answerNext(() => Promise.reject(new TypeError('reset')), { rotate: true });
    const code = 'reauthorization_required';
    await expect(grant.get()).rejects.toMatchObject({ code });
    const found = await connected.metrics();
    expect(found['closekit.oauth.outcomes']?.points).toEqual([
      [outcome('authorized'), 1],
      [outcome('ambiguous_lost', code), 1],
      [outcome('dead', code), 1],
    ]);
    const measured = found['closekit.oauth.duration']?.points.map(([attributes]) => attributes);
    expect(measured).toEqual([outcome('authorized'), outcome('dead', code)]);
    const [, ...refreshes] = spans.getFinishedSpans();
    expect(refreshes).toMatchObject([
      { attributes: outcome('dead', code), status: { code: SpanStatusCode.ERROR } },
    ]);
  });

  it('reports no secret and no id', async () => {
    const connected = await observed();
    const { grant, oauth, close, clock, store, meterProvider, spans } = connected;
    registerGauges(oauth, { meterProvider });
    answerSlowly(connected);
    await grant.get();
    clock.time += hourMs;
    close.answerNext((form) => Response.json({ error: form.refresh_token }, { status: 503 }));
    await expect(grant.get()).rejects.toMatchObject({ code: 'refresh_unavailable' });
    store.compareAndSet = () => Promise.reject(new Error('orga_1 user_1 refresh-secret'));
    await expect(grant.revoke()).rejects.toMatchObject({ code: 'store_unavailable' });
    const exported = shown([await connected.metrics(), spans.getFinishedSpans()]);
    expect(exported).toContain('closekit.oauth.refresh');
    expect(exported).not.toMatch(secret);
    expect(exported).not.toMatch(/orga_1|user_1|oa2client_1/);
  });

  it('adds ids to spans, not to metrics, with `includeIds`', async () => {
    const { spans, ...connected } = await observed({ includeIds: true });
    expect(shown(await connected.metrics())).not.toMatch(/orga_1|user_1/);
    expect(spans.getFinishedSpans()[0]?.attributes).toMatchObject({
      'closekit.organization.id': 'orga_1',
      'closekit.user.id': 'user_1',
    });
  });

  it('reports to an SDK that starts later', async () => {
    const { oauth } = prepare({ onEvent: otelEvents() });
    await login(oauth);
    const sdk = startSdk();
    metrics.setGlobalMeterProvider(sdk.meterProvider);
    trace.setGlobalTracerProvider(sdk.tracerProvider);
    onTestFinished(() => {
      metrics.disable();
      trace.disable();
    });
    await login(oauth);
    expect((await sdk.metrics())['closekit.oauth.outcomes']?.points).toEqual([[outcome('authorized'), 1]]);
    expect(sdk.spans.getFinishedSpans()).toHaveLength(1);
  });

  it('refuses wrong options', () => {
    expect(() => Reflect.apply(otelEvents, undefined, [{ includeIds: 'yes' }])).toThrow(
      'otelEvents: `includeIds` must be a boolean.',
    );
    expect(() => Reflect.apply(otelEvents, undefined, [{ meterProvider: {} }])).toThrow(
      'otelEvents: `meterProvider` must be a MeterProvider.',
    );
    expect(() => Reflect.apply(otelEvents, undefined, [{ tracerProvider: {} }])).toThrow(
      'otelEvents: `tracerProvider` must be a TracerProvider.',
    );
  });
});

describe('registerGauges', () => {
  it('observes the number of unsaved pairs and the age of the oldest', async () => {
    const { oauth, grant, clock, store, meterProvider, ...sdk } = await observed();
    registerGauges(oauth, { meterProvider });
    expect(await sdk.metrics()).toMatchObject({
      'closekit.oauth.unsaved.age': { unit: 's', points: [[{}, 0]] },
      'closekit.oauth.unsaved.count': { unit: '{pair}', points: [[{}, 0]] },
    });
    clock.time += hourMs;
    const write = store.compareAndSet.bind(store);
    let isDown = true;
    store.compareAndSet = (key, version, next) =>
      isDown && next.generation === 2 ? Promise.reject(new Error('down')) : write(key, version, next);
    await grant.get();
    await clock.sleep(60_000);
    const { count, oldestMs } = oauth.unsaved();
    expect(count).toBe(1);
    expect(oldestMs).toBeGreaterThan(60_000);
    const found = await sdk.metrics();
    expect(found['closekit.oauth.unsaved.count']?.points).toEqual([[{}, 1]]);
    expect(found['closekit.oauth.unsaved.age']?.points[0]?.[1]).toBeGreaterThan(60);
    isDown = false;
    await oauth.close();
    expect(await sdk.metrics()).toMatchObject({
      'closekit.oauth.unsaved.age': { points: [[{}, 0]] },
      'closekit.oauth.unsaved.count': { points: [[{}, 0]] },
    });
  });

  it('observes nothing once it is unregistered', async () => {
    const { oauth, meterProvider, ...sdk } = await observed();
    registerGauges(oauth, { meterProvider })();
    expect(Object.keys(await sdk.metrics())).not.toContain('closekit.oauth.unsaved.age');
  });

  it('refuses wrong arguments', () => {
    const { oauth } = prepare();
    expect(() => Reflect.apply(registerGauges, undefined, [{}])).toThrow(
      'registerGauges: `oauth` must be the object that createCloseOAuth returned.',
    );
    expect(() => Reflect.apply(registerGauges, undefined, [oauth, { meterProvider: {} }])).toThrow(
      'registerGauges: `meterProvider` must be a MeterProvider.',
    );
  });
});
