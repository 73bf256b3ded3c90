import type { OperationContext } from '../operations/send-operation.ts';
import { composeLayers } from '../transport/layers.ts';
import type { Layer } from '../transport/layers.ts';
import { sendCall } from '../transport/send-call.ts';
import { withRetry } from '../transport/with-retry.ts';
import { addedLayers } from '../watching/add-layers.ts';
import type { StreamTransport } from './open-stream.ts';

/**
 * The transport to hosts other than Close: no credential, no default headers, no pacing. It is watched, but
 * without the query, because signed URLs must not reach a log.
 */
export function toStorageTransport(
  context: OperationContext,
  fetch: OperationContext['fetch'] = context.fetch,
): StreamTransport {
  const retry = withRetry({ ...context, reacts: true });
  const send = sendCall({ caller: 'createCloseClient', fetch });
  const { calls, requests } = addedLayers(context.transport);
  const layers = [...calls, retry, withAttemptLimit, ...requests];
  return { transport: { run: composeLayers(layers, send) }, clock: context.clock };
}

const withAttemptLimit: Layer = (call, next) => {
  call.begin();
  return next(call);
};
