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
  /** The other organizations that the user has connected here. Absent in records of older versions. */
  readonly otherOrganizations?: readonly SessionOrganization[];
  /** `null` until Close has returned the names. */
  readonly profile: SessionProfile | null;
  /** When the user signed in, in milliseconds since 1970. */
  readonly createdAt: number;
  /** When the session expires, in milliseconds since 1970. A store may then delete the record. */
  readonly expiresAt: number;
}

/** The ids of a session's grant. */
export type SessionGrant = Pick<SessionRecord, 'organizationId' | 'userId'>;

/**
 * A store for sessions. Implement it to use another database.
 *
 * Keys are SHA-256 digests of the session ids, so read access to the store is not enough to take over a
 * session.
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
   * Writes a new session.
   *
   * @param key - The digest of a session id that was never used before.
   * @param record - The whole record.
   */
  save(key: string, record: SessionRecord): Promise<void>;
  /**
   * Replaces an existing session. It must not recreate a deleted one: a late write must not undo a logout.
   *
   * @param key - The digest of the session id.
   * @param record - The whole record.
   * @returns `false` when the session does not exist.
   */
  update(key: string, record: SessionRecord): Promise<boolean>;
  /**
   * Deletes a session if it exists.
   *
   * @param key - The digest of the session id.
   */
  delete(key: string): Promise<void>;
  /**
   * Deletes every session that includes a grant, as the active one or among the others. Without this method,
   * the other browsers of a revoked grant find out at their next request.
   *
   * @param grant - The organization and the user.
   */
  deleteByGrant?(grant: SessionGrant): Promise<void>;
  /** Releases the resources of the store. */
  close?(): Promise<void>;
}
