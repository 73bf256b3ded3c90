import { CloseServerError } from './errors.ts';
import type { LiveBus } from './live-bus.ts';
import type { LiveEvent } from './live-event.ts';
import { createOpaqueId } from './opaque-id.ts';

/** One listener's place in the events of an organization. */
export interface LivePlace {
  /** Where it stands: what it has to name when it comes back. */
  readonly position: string;
  /** What came since the place it named; undefined when that is not known any more. */
  readonly missed: readonly LiveEvent[] | undefined;
  stop(): void;
}

/** The events of all organizations, with a short memory for those who come back. */
export interface LiveFeed {
  /** Throws `live_bus_unavailable` when the bus did not take the event. */
  publish(event: LiveEvent): Promise<void>;
  /** Tells a listener every event from now on. Throws `live_bus_unavailable`. */
  follow(
    organizationId: string,
    lastPosition: string | null,
    listener: (event: LiveEvent) => void,
  ): LivePlace;
}

const eventLimit = 200;
// A page that was cut off is back within seconds; a laptop that slept longer starts afresh.
const memoryMs = 300_000;

/** What is remembered of one organization, from its first listener on. */
interface Channel {
  readonly organizationId: string;
  readonly events: LiveEvent[];
  readonly listeners: Set<(event: LiveEvent) => void>;
  /** The position before the oldest event. */
  start: string;
  /** Since when no one listens. */
  idleSince: number | undefined;
  leave(): void;
}

/** Puts a memory onto a bus. It listens to an organization for as long as its pages do, and a little longer. */
export function createLiveFeed(bus: LiveBus, now: () => number): LiveFeed {
  const channels = new Map<string, Channel>();

  // Whenever something happens, so that no timer keeps a process alive.
  function forgetIdle(): void {
    for (const channel of channels.values()) {
      if (channel.idleSince === undefined || now() - channel.idleSince < memoryMs) continue;
      channels.delete(channel.organizationId);
      channel.leave();
    }
  }

  return {
    async publish(event) {
      forgetIdle();
      try {
        await bus.publish(event);
      } catch (cause) {
        throw busFailed(cause);
      }
    },
    follow(organizationId, lastPosition, listener) {
      forgetIdle();
      const channel = channels.get(organizationId) ?? openChannel(bus, organizationId);
      channels.set(organizationId, channel);
      const missed = lastPosition === null ? [] : eventsSince(channel, lastPosition);
      channel.listeners.add(listener);
      channel.idleSince = undefined;
      return {
        position: channel.events.at(-1)?.id ?? channel.start,
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
    leave: () => undefined,
  };
  try {
    channel.leave = bus.subscribe(organizationId, (event) => hear(channel, event));
  } catch (cause) {
    throw busFailed(cause);
  }
  return channel;
}

function hear(channel: Channel, event: LiveEvent): void {
  // A bus that mixes organizations up must not show one to another.
  if (event.organization_id !== channel.organizationId) return;
  channel.events.push(event);
  if (channel.events.length > eventLimit) channel.start = channel.events.shift()?.id ?? channel.start;
  for (const listener of channel.listeners) listener(event);
}

function eventsSince({ events, start }: Channel, position: string): LiveEvent[] | undefined {
  const index = events.findLastIndex(({ id }) => id === position);
  if (index >= 0) return events.slice(index + 1);
  return position === start ? [...events] : undefined;
}

function busFailed(cause: unknown): CloseServerError {
  return new CloseServerError('live_bus_unavailable', 'The live bus failed.', { cause });
}
