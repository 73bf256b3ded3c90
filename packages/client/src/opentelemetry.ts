export { otelSpans } from './lib/tracing/otel-spans.ts';

export type { OtelSpansOptions } from './lib/tracing/otel-spans.ts';
