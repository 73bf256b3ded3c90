import type { Observer } from './client-events.ts';
import { composeLayers } from './layers.ts';
import type { Layer, Next } from './layers.ts';
import type { Pacing, PacingSettings } from './pacing.ts';
import { sendCall } from './send-call.ts';
import type { SendSettings } from './send-call.ts';
import { withRetry } from './with-retry.ts';

/** Settings of the transport. */
export interface TransportSettings extends SendSettings, PacingSettings {
  readonly rateLimit: Pacing | 'react' | 'off';
}

/** The ends of a transport. They can be replaced, so that layers and listeners are added to a client later. */
export interface TransportEnds {
  /** Runs a call. */
  run: Next;
  /** Sends one request of a call. */
  send: Next;
  /** Receives the events; without members until something subscribes. */
  readonly observer: Observer;
}

/** Composes the layers of the transport. Their order is decided here. */
export function createTransport(settings: TransportSettings): TransportEnds {
  const { rateLimit, authenticator } = settings;
  const observer: Observer = {};
  const layers = [withRetry({ ...settings, reacts: rateLimit !== 'off', observer })];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see `Pacing`
  if (typeof rateLimit === 'object') layers.push(rateLimit.toLayer(settings) as Layer);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see `Authenticator`
  layers.push(authenticator.toLayer(observer) as Layer);
  const ends: TransportEnds = {
    observer,
    send: sendCall(settings),
    run: composeLayers(layers, (call) => ends.send(call)),
  };
  return ends;
}
