import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Context, Span, TracerProvider } from '@opentelemetry/api';
import { assertArgument } from '../base/assert-argument.ts';
import type { CloseConnection } from '../connection/open-connection.ts';
import { isCloseApiError } from '../errors/close-api-error.ts';
import { contextOf } from '../operations/connection-context.ts';
import type { RequestDefaults } from '../operations/to-call-request.ts';
import type { Call, CallRequest, Reply } from '../transport/call.ts';
import type { Layer } from '../transport/layers.ts';
import { toAbsoluteUrl } from '../transport/send-call.ts';
import type { SendSettings } from '../transport/send-call.ts';
import { addLayers } from './add-layers.ts';
import { describeRequest } from './describe-request.ts';
import { isBelowBase, isFailure } from './watcher.ts';

/** The options of {@link traceCalls}. */
export interface TraceCallsOptions {
  /**
   * Whether requests carry the headers of the trace (`traceparent`, and others of your propagator, such as
   * `baggage`). Everything in them reaches Close, and a browser asks an API of another origin for permission
   * to send them. Default: false.
   */
  readonly propagate?: boolean | undefined;
  /**
   * Whether `url.full` has the query, which can contain what users search for. Values of parameters that look
   * like credentials are replaced. Default: false.
   */
  readonly includeQuery?: boolean | undefined;
  /** Provides the tracer. Default: the global provider. */
  readonly tracerProvider?: Pick<TracerProvider, 'getTracer'> | undefined;
}

interface TraceSettings {
  readonly propagate: boolean;
  readonly includeQuery: boolean;
  readonly tracerProvider: Pick<TracerProvider, 'getTracer'>;
  readonly client: RequestDefaults & SendSettings;
  /** By call: without a context manager, such as in a browser, no active context survives an `await`. */
  readonly contexts: WeakMap<Call, Context>;
}

const scope = '@closekit/client';

/**
 * Creates OpenTelemetry spans for a client or a connection: one for each call, and in it one for each request
 * by the conventions for HTTP clients, retries and the request that is sent again after a 401 included. Both
 * are named by method and template: `GET /lead/{id}/`. The SDK may start before or after this call.
 *
 * @param close - A client, or a connection.
 * @param options - The provider, and what spans and requests contain.
 * @returns Stops creating spans.
 * @throws TypeError when `close` is no client, or that names the wrong option.
 * @example
 * const close = createCloseClient({ auth });
 * traceCalls(close);
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export function traceCalls(close: CloseConnection, options: TraceCallsOptions = {}): () => void {
  const { transport, defaults } = contextOf(close, 'traceCalls');
  const settings = parseTraceOptions(options, defaults);
  return addLayers(transport, { aroundCall: aroundCall(settings), aroundRequest: aroundRequest(settings) });
}

function parseTraceOptions(options: TraceCallsOptions, client: TraceSettings['client']): TraceSettings {
  const { propagate = false, includeQuery = false, tracerProvider = trace } = options;
  assertArgument(typeof propagate === 'boolean', ['traceCalls', 'propagate'], 'a boolean');
  assertArgument(typeof includeQuery === 'boolean', ['traceCalls', 'includeQuery'], 'a boolean');
  const isProvider = typeof tracerProvider?.getTracer === 'function';
  assertArgument(isProvider, ['traceCalls', 'tracerProvider'], 'a TracerProvider');
  return { propagate, includeQuery, tracerProvider, client, contexts: new WeakMap() };
}

function aroundCall({ tracerProvider, contexts }: TraceSettings): Layer {
  return async (call, next) => {
    const { operation, group } = call.request;
    const attributes = operation === undefined ? {} : { 'closekit.client.operation': operation };
    const span = tracerProvider.getTracer(scope).startSpan(group, { attributes });
    const active = trace.setSpan(context.active(), span);
    contexts.set(call, active);
    return record(call, { span, active }, async () => {
      try {
        return await next(call);
      } finally {
        const { attempts = 0, waitedMs = 0 } = call.facts();
        span.setAttributes({ 'closekit.client.attempts': attempts, 'closekit.client.waited_ms': waitedMs });
      }
    });
  };
}

function aroundRequest(settings: TraceSettings): Layer {
  const { propagate, includeQuery, tracerProvider, client } = settings;
  return async (call, next) => {
    const url = new URL(toAbsoluteUrl(call.request.url, client));
    const { name, attributes } = describeRequest(call, url, includeQuery);
    const parent = settings.contexts.get(call) ?? context.active();
    const options = { kind: SpanKind.CLIENT, attributes };
    const span = tracerProvider.getTracer(scope).startSpan(name, options, parent);
    const active = trace.setSpan(parent, span);
    if (propagate && isBelowBase(url.href, client)) call.request = withTrace(call.request, active);
    return record(call, { span, active }, () => next(call));
  };
}

/** Adds the headers of a trace. The next request of the call replaces them by its own. */
function withTrace(request: CallRequest, active: Context): CallRequest {
  const headers = { ...request.headers };
  propagation.inject(active, headers);
  return { ...request, headers };
}

/** Works inside of a span, and ends the span with the outcome. */
async function record(
  call: Call,
  { span, active }: { readonly span: Span; readonly active: Context },
  work: () => Promise<Reply>,
): Promise<Reply> {
  try {
    const reply = await context.with(active, work);
    const { status } = reply.response;
    span.setAttribute('http.response.status_code', status);
    if (isFailure(call, reply.response)) fail(span, String(status));
    return reply;
  } catch (error) {
    const failure = isCloseApiError(error) ? error : undefined;
    if (failure?.status !== undefined) span.setAttribute('http.response.status_code', failure.status);
    fail(span, failure?.code ?? (error instanceof Error ? error.name : '_OTHER'));
    throw error;
  } finally {
    span.end();
  }
}

/** Messages stay out of spans: they repeat what a server has said. */
function fail(span: Span, type: string): void {
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR });
}
