/** Names to show in the app, as Close returned them. */
export interface SessionProfile {
  /** The connected user. */
  readonly user: { readonly id: string; readonly name: string; readonly email?: string };
  /** The connected organization. */
  readonly organization: { readonly id: string; readonly name: string };
}

/** A connected organization, as the app shows it. Its name is its id until Close has returned the name. */
export type SessionOrganization = SessionProfile['organization'];

/** The stored session of one browser. It has no tokens: those stay in the token store. */
export interface SessionRecord {
  /** The active organization. */
  readonly organizationId: string;
  /** Close's id of the connected user. */
  readonly userId: string;
  /** The other organizations that the user has connected here. */
  readonly otherOrganizations: readonly SessionOrganization[];
  /** `null` until Close has returned the names. */
  readonly profile: SessionProfile | null;
  /** The app's label of the device; empty when the app has set none. */
  readonly device: string;
  /** When the user signed in, in milliseconds since 1970. */
  readonly createdAt: number;
  /** When a request last used the session, in milliseconds since 1970: exact to an hour by default. */
  readonly lastSeenAt: number;
  /** When the session expires, in milliseconds since 1970. A store may then delete the record. */
  readonly expiresAt: number;
}

/** The ids of a session's grant. */
export type SessionGrant = Pick<SessionRecord, 'organizationId' | 'userId'>;

/** The members of a record that change during a session. */
export interface SessionChanges {
  /** The names, once Close has returned them. */
  readonly profile?: SessionProfile | undefined;
  /** The app's label of the device; empty removes it. */
  readonly device?: string | undefined;
  /** When a request last used the session. */
  readonly lastSeenAt?: number | undefined;
  /** When the session expires. */
  readonly expiresAt?: number | undefined;
}

/** The sessions of a user, or those of one grant of the user. */
export interface UserSessionFilter {
  /** Close's id of the user. */
  readonly userId: string;
  /** Only sessions that have connected this organization. */
  readonly organizationId?: string | undefined;
}

/** The sessions that have connected an organization, as the active one or among the others. */
export interface OrganizationSessionFilter {
  /** Only sessions of this user. */
  readonly userId?: string | undefined;
  /** Close's id of the organization. */
  readonly organizationId: string;
}

/** Selects sessions by their user, their organization, or both. */
export type SessionFilter = UserSessionFilter | OrganizationSessionFilter;

/** One stored session. */
export interface StoredSession {
  /** The digest of the session id. */
  readonly key: string;
  /** The record, which may be expired. */
  readonly record: SessionRecord;
}

/** Which part of a list is read. */
export interface SessionPageOptions {
  /** The `next` of the previous page. Default: the first page. */
  readonly after?: string | undefined;
  /** The maximum number of sessions in the page. */
  readonly limit: number;
}

/** One page of a list of sessions. */
export interface SessionPage {
  /** The sessions. */
  readonly sessions: readonly StoredSession[];
  /** Where the next page continues; `undefined` on the last page. */
  readonly next: string | undefined;
}

/**
 * A store for sessions. Implement it to use another database, and test it with `sessionStoreContract` of
 * `@closekit/server/testing`.
 *
 * Keys are SHA-256 digests of the session ids, so read access to the store is not enough to take over a
 * session. Every method may run twice when a connection breaks: the second run changes nothing.
 *
 * A call that takes longer than ten seconds fails with `session_store_unavailable`. So does a page that is none. A
 * value of `load` that is no record is reported with that code, and its browser is signed out.
 */
export interface SessionStore {
  /**
   * Reads one session.
   *
   * @param key - The digest of the session id.
   * @returns The record, which may be expired, or `undefined`.
   */
  load(key: string): Promise<SessionRecord | undefined>;
  /**
   * Writes a new session, and deletes some that have expired by its `lastSeenAt`: a store in use does not grow. A
   * record that exists under the key stays as it is: of two saves at the same time, in any processes, one is stored.
   *
   * @param key - The digest of a session id.
   * @param record - The whole record.
   */
  save(key: string, record: SessionRecord): Promise<void>;
  /**
   * Changes members of an existing session and leaves the others as they are. It must not recreate a deleted
   * session: a late write must not undo a logout.
   *
   * @param key - The digest of the session id.
   * @param changes - The members to replace.
   * @returns `false` when the session does not exist.
   */
  update(key: string, changes: SessionChanges): Promise<boolean>;
  /**
   * Deletes a session if it exists.
   *
   * @param key - The digest of the session id.
   * @returns Whether it existed.
   */
  delete(key: string): Promise<boolean>;
  /**
   * Lists sessions in pages, in an order of the store's own. Sessions that exist during the whole walk are
   * returned exactly once.
   *
   * @param filter - The user, the organization or both.
   * @param page - Where the page begins, and its length.
   * @returns The page. Expired sessions may be among it.
   */
  list(filter: SessionFilter, page: SessionPageOptions): Promise<SessionPage>;
  /**
   * Deletes all sessions of a filter.
   *
   * @param filter - The user, the organization or both.
   * @param exceptKey - The key of a session that stays.
   * @returns The number of deleted sessions.
   */
  deleteAll(filter: SessionFilter, exceptKey?: string): Promise<number>;
  /** Releases the resources of the store. */
  close?(): Promise<void>;
}

const methods = ['load', 'save', 'update', 'delete', 'list', 'deleteAll'] as const;

/**
 * Checks that a value has the methods of a session store.
 *
 * @throws TypeError that names the caller and its option.
 */
export function assertSessionStore(
  store: unknown,
  caller: string,
  option: string,
): asserts store is SessionStore {
  if (methods.every((method) => typeof Reflect.get(Object(store), method) === 'function')) return;
  throw new TypeError(`${caller}: \`${option}\` must be a SessionStore with ${methods.join(', ')}.`);
}
