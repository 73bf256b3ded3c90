import type { Layer } from './layers.ts';
import type { SendSettings } from './send-call.ts';

/** A way to trace calls, such as `otelSpans()` of `@closekit/client/opentelemetry`. */
export interface Tracing {
  /** Discriminates the option. */
  readonly kind: 'tracing';
  /**
   * Creates the layers of the transport.
   *
   * @param settings - Settings of the client.
   * @returns The outermost layer, around each call, and the innermost one, around each request.
   * @internal
   */
  readonly toLayers: (settings: SendSettings) => readonly [call: Layer, request: Layer];
}
