import { digest } from '../base/opaque-id.ts';
import type { SessionStore } from './session-store.ts';

/** From a session to the one that replaces it. */
export interface SessionLead {
  readonly key: string;
  readonly nextKey: string;
  /** When it is written, in milliseconds since 1970. */
  readonly now: number;
}

// Longer than a request with the old cookie can be under way.
const lifetimeMs = 60_000;

/**
 * Stores a lead for a minute: a sign-out with the cookie of the old session ends the new one. It is written before
 * the old session ends, so that a sign-out that comes later finds it.
 *
 * The record is no session: no cookie has the id of its key, and no user owns it.
 */
export async function saveLead(store: SessionStore, { key, nextKey, now }: SessionLead): Promise<void> {
  const leadKey = await leadKeyOf(key);
  const members = { organizationId: nextKey, userId: '', otherOrganizations: [], profile: null, device: '' };
  const times = { createdAt: now, lastSeenAt: now, expiresAt: now + lifetimeMs };
  try {
    await store.save(leadKey, { ...members, ...times });
  } catch (error) {
    // Another tab replaces the same session at the same time, and the store refuses to save a key twice.
    if ((await store.load(leadKey)) === undefined) throw error;
  }
}

/** The key of the session that has replaced another; `undefined` when none has in the last minute. */
export async function followLead(store: SessionStore, key: string): Promise<string | undefined> {
  return (await store.load(await leadKeyOf(key)))?.organizationId;
}

function leadKeyOf(key: string): Promise<string> {
  return digest(`lead from ${key}`);
}
