import type { OperationContext } from '../operations/send-operation.ts';
import { composeLayers } from '../transport/layers.ts';
import type { Layer } from '../transport/layers.ts';
import { sendCall } from '../transport/send-call.ts';
import { withRetry } from '../transport/with-retry.ts';
import type { StreamTransport } from './open-stream.ts';

/**
 * The transport to hosts other than Close: no credential, no default headers, no pacing, and nothing watches
 * it, because signed URLs must not reach a log.
 */
export function toStorageTransport(
  context: OperationContext,
  fetch: OperationContext['fetch'] = context.fetch,
): StreamTransport {
  const retry = withRetry({ ...context, reacts: true });
  const send = sendCall({ caller: 'createCloseClient', fetch });
  return { transport: composeLayers([retry, withAttemptLimit], send), clock: context.clock };
}

const withAttemptLimit: Layer = async (call, next) => {
  try {
    call.begin();
    return await next(call);
  } finally {
    call.end();
  }
};
