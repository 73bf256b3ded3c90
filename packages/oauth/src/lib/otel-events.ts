import { metrics, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Attributes, Counter, Histogram, MeterProvider, TracerProvider } from '@opentelemetry/api';
import type { OAuthEvent, OAuthEventType } from './vault/event.ts';

/** The options of {@link otelEvents}. */
export interface OtelEventsOptions {
  /**
   * Whether spans have the attributes `closekit.organization.id` and `closekit.user.id`. Metrics never have them:
   * every grant would be a time series of its own. Default: false.
   */
  includeIds?: boolean | undefined;
  /** Provides the meter of the metrics. Default: the global provider. */
  meterProvider?: MeterProvider | undefined;
  /** Provides the tracer of the spans. Default: the global provider. */
  tracerProvider?: TracerProvider | undefined;
}

interface Instruments {
  readonly provider: MeterProvider;
  readonly outcomes: Counter;
  readonly duration: Histogram;
}

const scope = '@closekit/oauth';
// Up to a lease (30 s) and the patience with a response (300 s).
const bucketsInSeconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

// The other events happen within an operation; its own outcome follows.
const operations: Readonly<Partial<Record<OAuthEventType, string>>> = {
  authorized: 'authorize',
  refreshed: 'refresh',
  adopted: 'refresh',
  transient: 'refresh',
  dead: 'refresh',
  revoked: 'revoke',
};

/**
 * Creates a listener for the option `onEvent` that turns outcomes into OpenTelemetry metrics and spans: the counter
 * `closekit.oauth.outcomes`, the histogram `closekit.oauth.duration` in seconds, and the spans
 * `closekit.oauth.authorize`, `closekit.oauth.refresh` and `closekit.oauth.revoke`. They have the attributes
 * `closekit.oauth.outcome` and, after a failure, `error.type`. The SDK may start before or after this call.
 *
 * @param options - The providers, and whether spans have ids.
 * @returns The listener.
 * @throws TypeError that names the wrong option.
 * @example
 * ```ts
 * const oauth = createCloseOAuth({ clientId, clientSecret, redirectUri, store, keys, onEvent: otelEvents() });
 * registerGauges(oauth);
 * ```
 * @see https://opentelemetry.io/docs/specs/semconv/
 */
export function otelEvents(options: OtelEventsOptions = {}): (event: OAuthEvent) => void {
  const { includeIds = false, meterProvider, tracerProvider = trace } = options;
  assertOptions({ includeIds, meterProvider, tracerProvider });
  let instruments: Instruments | undefined;
  return (event) => {
    // A meter of the global provider does not change when the SDK starts, unlike a tracer.
    const provider = meterProvider ?? metrics.getMeterProvider();
    if (instruments?.provider !== provider) instruments = createInstruments(provider);
    const outcome = outcomeOf(event);
    instruments.outcomes.add(1, outcome);
    const operation = operations[event.type];
    if (operation === undefined || event.durationMs === undefined) return;
    instruments.duration.record(event.durationMs / 1000, outcome);
    const attributes = { ...outcome, ...detailsOf(event), ...(includeIds && idsOf(event)) };
    const startTime = new Date(event.at - event.durationMs);
    const span = tracerProvider
      .getTracer(scope)
      .startSpan(`closekit.oauth.${operation}`, { startTime, attributes });
    if (event.code !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(new Date(event.at));
  };
}

function assertOptions({ includeIds, meterProvider, tracerProvider }: OtelEventsOptions): void {
  if (typeof includeIds !== 'boolean') throw new TypeError('otelEvents: `includeIds` must be a boolean.');
  if (meterProvider !== undefined && typeof meterProvider.getMeter !== 'function') {
    throw new TypeError('otelEvents: `meterProvider` must be a MeterProvider.');
  }
  if (typeof tracerProvider?.getTracer !== 'function') {
    throw new TypeError('otelEvents: `tracerProvider` must be a TracerProvider.');
  }
}

function createInstruments(provider: MeterProvider): Instruments {
  const meter = provider.getMeter(scope);
  return {
    provider,
    outcomes: meter.createCounter('closekit.oauth.outcomes', {
      description: 'Outcomes of logins, refreshes and disconnects.',
      unit: '{outcome}',
    }),
    duration: meter.createHistogram('closekit.oauth.duration', {
      description: 'Duration of logins, from the callback on, of refreshes and of disconnects.',
      unit: 's',
      advice: { explicitBucketBoundaries: bucketsInSeconds },
    }),
  };
}

function outcomeOf({ type, code }: OAuthEvent): Attributes {
  return { 'closekit.oauth.outcome': type, ...(code !== undefined && { 'error.type': code }) };
}

function detailsOf({ attempts, generation }: OAuthEvent): Attributes {
  return {
    ...(attempts !== undefined && { 'closekit.oauth.attempts': attempts }),
    ...(generation !== undefined && { 'closekit.oauth.generation': generation }),
  };
}

function idsOf({ organizationId, userId }: OAuthEvent): Attributes {
  return { 'closekit.organization.id': organizationId, 'closekit.user.id': userId };
}
