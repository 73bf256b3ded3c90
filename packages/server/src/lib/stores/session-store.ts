/** Names to show in the app, as Close gave them. */
export interface SessionProfile {
  /** Who is connected. */
  readonly user: { readonly id: string; readonly name: string; readonly email?: string };
  /** What is connected. */
  readonly organization: { readonly id: string; readonly name: string };
}

/** A connected organization, as the app shows it. Its name is its id until Close has told the name. */
export type SessionOrganization = SessionProfile['organization'];

/** What is kept for one signed-in browser. No tokens: those stay in the token store. */
export interface SessionRecord {
  /** The organization in use. */
  readonly organizationId: string;
  /** Close's id of who has connected. */
  readonly userId: string;
  /** What the browser has connected besides, as the same user. Records of older versions have none. */
  readonly otherOrganizations?: readonly SessionOrganization[];
  /** Null until Close could be asked. */
  readonly profile: SessionProfile | null;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Milliseconds since the epoch; a store may delete the record from then on. */
  readonly expiresAt: number;
}

/** Which grant a session uses. */
export type SessionGrant = Pick<SessionRecord, 'organizationId' | 'userId'>;

/**
 * Where sessions are kept. Implement it to use another database.
 *
 * Keys are SHA-256 digests of the session ids, so whoever reads the store cannot take over a session.
 */
export interface SessionStore {
  /**
   * Reads one session.
   *
   * @param key - The digest of the session id.
   * @returns The record, or undefined; an expired one may still be returned.
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
   * Replaces a session that is there, and never brings a deleted one back: a late write must not undo a logout.
   *
   * @param key - The digest of the session id.
   * @param record - The whole record.
   * @returns False when there was nothing to replace.
   */
  update(key: string, record: SessionRecord): Promise<boolean>;
  /**
   * Removes one session, if it is there.
   *
   * @param key - The digest of the session id.
   */
  delete(key: string): Promise<void>;
  /**
   * Removes every session that has connected a grant, be it in use or among the others. Without it, the other
   * browsers of a revoked grant find out at their next request.
   *
   * @param grant - The organization and the user.
   */
  deleteByGrant?(grant: SessionGrant): Promise<void>;
  /** Releases what the store holds. */
  close?(): Promise<void>;
}
