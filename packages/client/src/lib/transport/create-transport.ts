import { composeLayers } from './layers.ts';
import type { Next } from './layers.ts';
import type { Pacing, PacingSettings } from './pacing.ts';
import { sendCall } from './send-call.ts';
import type { SendSettings } from './send-call.ts';
import type { Tracing } from './tracing.ts';
import { withAuth } from './with-auth.ts';
import type { AuthSettings } from './with-auth.ts';
import { withRetry } from './with-retry.ts';

/** Settings of the transport. */
export interface TransportSettings extends AuthSettings, SendSettings, PacingSettings {
  readonly rateLimit: Pacing | 'react' | 'off';
  readonly tracing: Tracing | undefined;
}

/** Composes the layers of the transport. Their order is decided here. */
export function createTransport(settings: TransportSettings): Next {
  const { rateLimit, tracing } = settings;
  const layers = [withRetry({ ...settings, reacts: rateLimit !== 'off' }), withAuth(settings)];
  if (typeof rateLimit === 'object') layers.splice(1, 0, rateLimit.toLayer(settings));
  if (tracing) {
    const [aroundCall, aroundRequest] = tracing.toLayers(settings);
    layers.unshift(aroundCall);
    layers.push(aroundRequest);
  }
  return composeLayers(layers, sendCall(settings));
}
