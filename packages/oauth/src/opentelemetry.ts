export { otelEvents } from './lib/otel-events.ts';
export { registerGauges } from './lib/register-gauges.ts';

export type { OtelEventsOptions } from './lib/otel-events.ts';
export type { RegisterGaugesOptions } from './lib/register-gauges.ts';
