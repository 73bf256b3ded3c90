import type { Transport } from '../transport/create-transport.ts';
import { composeLayers } from '../transport/layers.ts';
import type { Layer, Next } from '../transport/layers.ts';

/** Layers that are added to a client: around each call, and around each of its requests. */
export interface AddedLayers {
  readonly aroundCall: Layer;
  readonly aroundRequest: Layer;
}

interface Ends {
  readonly run: Next;
  readonly send: Next;
  readonly added: Set<AddedLayers>;
}

/** The ends of the transports as they were before. */
const ends = new WeakMap<Transport, Ends>();

/** Adds layers to the transport of a client, inside of those that were added before. Returns a function that removes them. */
export function addLayers(transport: Transport, layers: AddedLayers): () => void {
  const { run, send, added } = ends.get(transport) ?? { ...transport, added: new Set() };
  ends.set(transport, { run, send, added });
  const compose = (): void => {
    transport.run = composeLayers(
      Array.from(added, ({ aroundCall }) => aroundCall),
      run,
    );
    transport.send = composeLayers(
      Array.from(added, ({ aroundRequest }) => aroundRequest),
      send,
    );
  };
  added.add(layers);
  compose();
  return () => {
    added.delete(layers);
    compose();
  };
}
