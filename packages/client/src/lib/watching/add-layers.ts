import type { TransportEnds } from '../transport/create-transport.ts';
import { composeLayers } from '../transport/layers.ts';
import type { Layer, Next } from '../transport/layers.ts';

/** Layers that are added to a client: around each call, and around each of its requests. */
export interface AddedLayers {
  readonly aroundCall: Layer;
  readonly aroundRequest: Layer;
}

interface Origin {
  readonly run: Next;
  readonly send: Next;
  readonly added: Set<AddedLayers>;
}

/** The ends of transports before layers were added. */
const origins = new WeakMap<TransportEnds, Origin>();

/** Adds layers to a client, inside of those that were added before. Returns a function that removes them. */
export function addLayers(ends: TransportEnds, layers: AddedLayers): () => void {
  const { run, send, added } = origins.get(ends) ?? { ...ends, added: new Set() };
  origins.set(ends, { run, send, added });
  const compose = (): void => {
    const { calls, requests } = addedLayers(ends);
    ends.run = composeLayers(calls, run);
    ends.send = composeLayers(requests, send);
  };
  added.add(layers);
  compose();
  return () => {
    added.delete(layers);
    compose();
  };
}

/** The layers that were added to a client, for a transport beside its own. */
export function addedLayers(ends: TransportEnds): {
  readonly calls: readonly Layer[];
  readonly requests: readonly Layer[];
} {
  const added = [...(origins.get(ends)?.added ?? [])];
  return {
    calls: added.map(({ aroundCall }) => aroundCall),
    requests: added.map(({ aroundRequest }) => aroundRequest),
  };
}
