import type { LiveEvent } from './event.ts';

/** The sessions that have ended: one of the members is set. Processes check their open streams of these sessions. */
export interface EndedSessions {
  /** The store key of a session, which is a digest. */
  readonly key?: string | undefined;
  /** All sessions of a user may have ended. */
  readonly userId?: string | undefined;
  /** All sessions of an organization may have ended. */
  readonly organizationId?: string | undefined;
}

/**
 * Carries events from the process that received the webhook to all processes with open event streams, and the end of
 * sessions to the processes with their streams. `postgresLiveBus` and `redisLiveBus` reach several processes.
 */
export interface LiveBus {
  /**
   * Delivers an event to all subscribers of its organization, in all processes. Close repeats an event when
   * this fails.
   *
   * @param event - The event.
   * @returns Nothing, or a promise that resolves when the event is published and rejects when that fails.
   */
  publish(event: LiveEvent): void | Promise<void>;
  /**
   * Subscribes to the events of one organization.
   *
   * @param organizationId - The id of the organization.
   * @param listener - Called with each event, in order. It does not throw.
   * @param missed - Called when events may have been missed, for example after the connection broke.
   * @returns A function that unsubscribes.
   */
  subscribe(organizationId: string, listener: (event: LiveEvent) => void, missed?: () => void): () => void;
  /**
   * Tells all processes which sessions have ended. Without this method, streams in other processes close at their next
   * heartbeat.
   *
   * @param ended - The sessions.
   * @returns Nothing, or a promise that resolves when the message is published and rejects when that fails.
   */
  publishEnded?(ended: EndedSessions): void | Promise<void>;
  /**
   * Subscribes to the end of sessions.
   *
   * @param listener - Called with the sessions. It does not throw.
   * @param missed - Called when messages may have been missed.
   * @returns A function that unsubscribes.
   */
  subscribeEnded?(listener: (ended: EndedSessions) => void, missed: () => void): () => void;
  /** Releases the resources of the bus. */
  close?(): Promise<void>;
}

/**
 * Creates a bus that carries events within this process.
 *
 * @returns The bus.
 */
export function memoryLiveBus(): LiveBus {
  return createSubscriptions();
}

/** A bus within this process, which also tells its subscribers about a gap. */
export interface Subscriptions extends LiveBus {
  publish(event: LiveEvent): void;
  publishEnded(ended: EndedSessions): void;
  subscribeEnded(listener: (ended: EndedSessions) => void, missed: () => void): () => void;
  /** Tells all subscribers that they may have missed something. */
  missedSome(): void;
}

interface Subscriber<Message> {
  readonly listener: (message: Message) => void;
  readonly missed: (() => void) | undefined;
}

/** Creates an empty list of subscribers. */
export function createSubscriptions(): Subscriptions {
  const organizations = new Map<string, Set<Subscriber<LiveEvent>>>();
  const endings = new Set<Subscriber<EndedSessions>>();
  return {
    publish(event) {
      for (const { listener } of organizations.get(event.organization_id) ?? []) listener(event);
    },
    subscribe(organizationId, listener, missed) {
      const subscriber = { listener, missed };
      const subscribers = organizations.get(organizationId) ?? new Set();
      organizations.set(organizationId, subscribers.add(subscriber));
      return () => {
        if (subscribers.delete(subscriber) && subscribers.size === 0) organizations.delete(organizationId);
      };
    },
    publishEnded(ended) {
      for (const { listener } of endings) listener(ended);
    },
    subscribeEnded(listener, missed) {
      const subscriber = { listener, missed };
      endings.add(subscriber);
      return () => void endings.delete(subscriber);
    },
    missedSome() {
      const all = [...organizations.values()].flatMap((subscribers) => [...subscribers]);
      for (const { missed } of [...all, ...endings]) missed?.();
    },
  };
}
