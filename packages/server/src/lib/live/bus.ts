import type { LiveEvent } from './event.ts';

/**
 * Carries events from the process that received the webhook to all processes with open event streams. For
 * several processes, implement it with the pub/sub of Redis or PostgreSQL.
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
   * @returns A function that unsubscribes.
   */
  subscribe(organizationId: string, listener: (event: LiveEvent) => void): () => void;
}

/**
 * Creates a bus that carries events within this process.
 *
 * @returns The bus.
 */
export function memoryLiveBus(): LiveBus {
  const organizations = new Map<string, Set<(event: LiveEvent) => void>>();
  return {
    publish(event) {
      for (const listener of organizations.get(event.organization_id) ?? []) listener(event);
    },
    subscribe(organizationId, listener) {
      const listeners = organizations.get(organizationId) ?? new Set();
      organizations.set(organizationId, listeners.add(listener));
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) organizations.delete(organizationId);
      };
    },
  };
}
