import { announceRefusals } from './announce-refusals.ts';
import type { RefusalSettings } from './announce-refusals.ts';
import { composeLayers } from './layers.ts';
import type { Layer, Next } from './layers.ts';
import type { Pacing, PacingSettings } from './pacing.ts';
import { sendCall } from './send-call.ts';
import type { SendSettings } from './send-call.ts';
import { withRetry } from './with-retry.ts';

/** Settings of the transport. */
export interface TransportSettings extends RefusalSettings, SendSettings, PacingSettings {
  readonly rateLimit: Pacing | 'react' | 'off';
}

/** The ends of a transport. They can be replaced, so that layers are added to a client later. */
export interface TransportEnds {
  /** Runs a call. */
  run: Next;
  /** Sends one request of a call. */
  send: Next;
}

/** Composes the layers of the transport. Their order is decided here. */
export function createTransport(settings: TransportSettings): TransportEnds {
  const { rateLimit, authenticator, events } = settings;
  const layers = [
    withRetry({ ...settings, reacts: rateLimit !== 'off', onFailure: announceRefusals(settings) }),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see `Authenticator`
    authenticator.toLayer(events) as Layer,
  ];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see `Pacing`
  if (typeof rateLimit === 'object') layers.splice(1, 0, rateLimit.toLayer(settings) as Layer);
  const ends: TransportEnds = {
    send: sendCall(settings),
    run: composeLayers(layers, (call) => ends.send(call)),
  };
  return ends;
}
