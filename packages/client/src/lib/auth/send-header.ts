import type { Call } from '../transport/call.ts';
import type { Layer } from '../transport/layers.ts';

/** Authenticates every request with the same header, so that a 401 is final. */
export function sendHeader(header: NonNullable<Call['credential']>): Layer {
  return (call, next) => {
    call.begin();
    call.credential = header;
    return next(call);
  };
}
