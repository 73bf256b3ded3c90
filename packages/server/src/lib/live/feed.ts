import { busFailed, callBus } from './call-bus.ts';
import type { LiveBus } from './bus.ts';
import { parseLiveEvent, positionOf } from './event.ts';
import type { LiveEvent } from './event.ts';
import { createOpaqueId } from '../base/opaque-id.ts';

/** A listener's subscription to the events of an organization. */
export interface LivePlace {
  /** The current position. A client that reconnects sends its last one. */
  readonly position: string;
  /** The events since the client's last position; `undefined` when that position is no longer known. */
  readonly missed: readonly LiveEvent[] | undefined;
  stop(): void;
}

/** Receives the events of an organization. */
export interface LiveListener {
  event(event: LiveEvent): void;
  /** Events were missed; the stream continues at this position. */
  reset(position: string): void;
}

/** The events of all organizations, with a short history for clients that reconnect. */
export interface LiveFeed {
  /**
   * Publishes an event.
   *
   * @throws CloseServerError `live_bus_unavailable` when the bus fails.
   */
  publish(event: LiveEvent): Promise<void>;
  /**
   * Calls a listener with every later event, and with a new position when events were missed.
   *
   * @throws CloseServerError `live_bus_unavailable` when the bus fails.
   */
  follow(organizationId: string, lastPosition: string | null, listener: LiveListener): LivePlace;
}

const eventLimit = 200;
// A page that was disconnected is back within seconds; a laptop that slept longer gets a `reset`.
const historyMs = 300_000;

/** The history of one organization since its first listener. */
interface Channel {
  readonly organizationId: string;
  readonly events: LiveEvent[];
  readonly listeners: Set<LiveListener>;
  /** The position before the oldest event. */
  start: string;
  /** When the last listener left; `undefined` while there are listeners. */
  idleSince: number | undefined;
  unsubscribe(): void;
}

/** Adds a history to a bus. It stays subscribed while pages listen and for five minutes after. */
export function createLiveFeed(bus: LiveBus, now: () => number): LiveFeed {
  const channels = new Map<string, Channel>();

  // Runs on every `publish` and `follow`, because a timer would keep the process alive.
  function forgetIdle(): void {
    for (const channel of channels.values()) {
      if (channel.idleSince === undefined || now() - channel.idleSince < historyMs) continue;
      channels.delete(channel.organizationId);
      channel.unsubscribe();
    }
  }

  return {
    async publish(event) {
      forgetIdle();
      await callBus(() => bus.publish(event));
    },
    follow(organizationId, lastPosition, listener) {
      forgetIdle();
      const channel = channels.get(organizationId) ?? openChannel(bus, organizationId);
      channels.set(organizationId, channel);
      const missed = lastPosition === null ? [] : eventsSince(channel, lastPosition);
      channel.listeners.add(listener);
      channel.idleSince = undefined;
      return {
        position: lastPositionIn(channel),
        missed,
        stop() {
          if (channel.listeners.delete(listener) && channel.listeners.size === 0) channel.idleSince = now();
        },
      };
    },
  };
}

function openChannel(bus: LiveBus, organizationId: string): Channel {
  const channel: Channel = {
    organizationId,
    events: [],
    listeners: new Set(),
    start: createOpaqueId(),
    idleSince: undefined,
    unsubscribe: () => undefined,
  };
  try {
    channel.unsubscribe = bus.subscribe(
      organizationId,
      (event) => receive(channel, event),
      () => forgetEvents(channel),
    );
  } catch (cause) {
    throw busFailed(cause);
  }
  return channel;
}

/** Filters events again: a bus can mix up organizations or carry members that pages must not receive. */
function receive(channel: Channel, received: LiveEvent): void {
  const event = parseLiveEvent(received);
  if (event?.organization_id !== channel.organizationId) return;
  channel.events.push(event);
  const oldest = channel.events.length > eventLimit ? channel.events.shift() : undefined;
  if (oldest !== undefined) channel.start = positionOf(oldest);
  for (const listener of channel.listeners) listener.event(event);
}

/** The history has a gap: no earlier position can be continued. */
function forgetEvents(channel: Channel): void {
  channel.events.length = 0;
  channel.start = createOpaqueId();
  for (const listener of channel.listeners) listener.reset(channel.start);
}

function lastPositionIn({ events, start }: Channel): string {
  const last = events.at(-1);
  return last === undefined ? start : positionOf(last);
}

function eventsSince({ events, start }: Channel, position: string): LiveEvent[] | undefined {
  if (position === start) return [...events];
  // The first match: a repeated event is better than a missed one.
  const index = events.findIndex((event) => positionOf(event) === position);
  return index < 0 ? undefined : events.slice(index + 1);
}
