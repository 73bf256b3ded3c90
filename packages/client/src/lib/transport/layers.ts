import type { Call, Reply } from './call.ts';

/** The rest of the transport, from a layer inwards. */
export type Next = (call: Call) => Promise<Reply>;

/** Adds behaviour around the rest of the transport. */
export type Layer = (call: Call, next: Next) => Promise<Reply>;

/** Composes layers, the outermost first. It happens once for each client. */
export function composeLayers(layers: readonly Layer[], send: Next): Next {
  return layers.reduceRight<Next>((next, layer) => (call) => layer(call, next), send);
}
