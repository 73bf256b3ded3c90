import { CloseServerError } from '../base/errors.ts';
import type { LiveBus } from './bus.ts';
import { parseLiveEvent, positionOf } from './event.ts';
import type { LiveEvent } from './event.ts';
import { createOpaqueId } from '../base/opaque-id.ts';

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
    leave: () => undefined,
  };
  try {
    channel.leave = bus.subscribe(organizationId, (event) => hear(channel, event));
  } catch (cause) {
    throw busFailed(cause);
  }
  return channel;
}

/** What comes over a bus is chosen again: it may mix organizations up, or carry more than pages may be told. */
function hear(channel: Channel, heard: LiveEvent): void {
  const event = parseLiveEvent(heard);
  if (event?.organization_id !== channel.organizationId) return;
  channel.events.push(event);
  const oldest = channel.events.length > eventLimit ? channel.events.shift() : undefined;
  if (oldest !== undefined) channel.start = positionOf(oldest);
  for (const listener of channel.listeners) listener(event);
}

function lastPositionIn({ events, start }: Channel): string {
  const last = events.at(-1);
  return last === undefined ? start : positionOf(last);
}

function eventsSince({ events, start }: Channel, position: string): LiveEvent[] | undefined {
  if (position === start) return [...events];
  // The first of its name: told twice is better than missed.
  const index = events.findIndex((event) => positionOf(event) === position);
  return index < 0 ? undefined : events.slice(index + 1);
}

function busFailed(cause: unknown): CloseServerError {
  return new CloseServerError('live_bus_unavailable', 'The live bus failed.', { cause });
}
