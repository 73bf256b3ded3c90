import type { Clock } from '../base/clock.ts';
import { LocalRate } from '../pacing/local-rate.ts';
import { Pacer } from '../pacing/pacer.ts';
import { composeLayers } from './layers.ts';
import type { Next } from './layers.ts';
import { sendCall } from './send-call.ts';
import type { SendSettings } from './send-call.ts';
import { withAuth } from './with-auth.ts';
import type { AuthSettings } from './with-auth.ts';
import { withPacing } from './with-pacing.ts';
import { withRetry } from './with-retry.ts';

/** Settings of the transport. */
export interface TransportSettings extends AuthSettings, SendSettings {
  readonly clock: Clock;
  readonly random: () => number;
  readonly rateLimit: 'pace' | 'react' | 'off';
  readonly maxQueueMs: number;
}

/** Composes the layers of the transport. Their order is decided here. */
export function createTransport(settings: TransportSettings): Next {
  const { rateLimit } = settings;
  const retry = withRetry({ ...settings, reacts: rateLimit !== 'off' });
  const auth = withAuth(settings);
  const pacer = new Pacer({ ...settings, toRate: () => new LocalRate() });
  const layers = rateLimit === 'pace' ? [retry, withPacing({ ...settings, pacer }), auth] : [retry, auth];
  return composeLayers(layers, sendCall(settings));
}
