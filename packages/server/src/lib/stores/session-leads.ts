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
 * Claims the replacement of a session by storing a lead for a minute: a sign-out with the cookie of the old session
 * ends the new one. Returns `false` when another request has claimed it, such as that of a second tab.
 *
 * The record is no session: no cookie has the id of its key, and no user owns it.
 */
export async function claimReplacement(
  store: SessionStore,
  { key, nextKey, now }: SessionLead,
): Promise<boolean> {
  const leadKey = await leadKeyOf(key);
  const members = { organizationId: nextKey, userId: '', otherOrganizations: [], profile: null, device: '' };
  const times = { createdAt: now, lastSeenAt: now, expiresAt: now + lifetimeMs };
  try {
    await store.save(leadKey, { ...members, ...times });
  } catch (error) {
    // A store may refuse to save a key twice.
    if ((await store.load(leadKey)) === undefined) throw error;
  }
  return (await followLead(store, key)) === nextKey;
}

/** The key of the session that has replaced another; `undefined` when none has in the last minute. */
export async function followLead(store: SessionStore, key: string): Promise<string | undefined> {
  // A store may return anything.
  const nextKey: unknown = (await store.load(await leadKeyOf(key)))?.organizationId;
  return typeof nextKey === 'string' ? nextKey : undefined;
}

function leadKeyOf(key: string): Promise<string> {
  return digest(`lead from ${key}`);
}
