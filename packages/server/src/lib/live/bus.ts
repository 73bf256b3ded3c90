import type { LiveEvent } from './event.ts';

/**
 * Carries events from the process that Close has called to those that pages are connected to. Implement it over the
 * messages of Redis or PostgreSQL when there are several.
 */
export interface LiveBus {
  /**
   * Tells everyone who listens to the event's organization, in all processes. Close repeats an event when this fails.
   *
   * @param event - What has changed.
   * @returns Nothing, or a promise that settles when all are told or nobody can be.
   */
  publish(event: LiveEvent): void | Promise<void>;
  /**
   * Listens to one organization.
   *
   * @param organizationId - The organization.
   * @param listener - Called with each event, in order. It does not throw.
   * @returns Stops listening.
   */
  subscribe(organizationId: string, listener: (event: LiveEvent) => void): () => void;
}

/**
 * Carries events within this process.
 *
 * @returns A bus for a single process.
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
