export { traceCalls } from './lib/watching/trace-calls.ts';

export type { TraceCallsOptions } from './lib/watching/trace-calls.ts';
