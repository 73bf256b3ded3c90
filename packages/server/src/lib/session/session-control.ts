import { longestLabel, toDeviceLabel } from '../base/device-label.ts';
import { forRequest } from '../config/for-request.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { connectedOrganizations } from '../stores/session-connections.ts';
import type {
  SessionFilter,
  SessionOrganization,
  SessionProfile,
  StoredSession,
} from '../stores/session-store.ts';
import { endSession, endSessions, findSession, labelSession, readSession } from './browser-session.ts';
import { listSessions } from './stored-sessions.ts';

/** One live session, as the app shows it. */
export interface ListedSession {
  /** Names the session. It is a digest, with which no browser can sign in. */
  readonly id: string;
  /** Close's id of the user. */
  readonly userId: string;
  /** The active organization. */
  readonly organizationId: string;
  /** Every organization that this browser has connected, with the active one, sorted by name. */
  readonly organizations: readonly SessionOrganization[];
  /** `null` until Close has returned the names. */
  readonly profile: SessionProfile | null;
  /** The app's label of the device; empty when the app has set none. */
  readonly device: string;
  /** When the user signed in, in milliseconds since 1970. */
  readonly createdAt: number;
  /** When a request last used the session, in milliseconds since 1970: exact to an hour by default. */
  readonly lastSeenAt: number;
  /** When the session expires without further use, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/** One page of a list of sessions. */
export interface ListedSessionPage {
  /** The live sessions, in no particular order. A page may be empty although another one follows. */
  readonly sessions: readonly ListedSession[];
  /** Where the next page continues; `undefined` on the last page. */
  readonly next: string | undefined;
}

/** Which part of a list of sessions is read. */
export interface ListSessionsOptions {
  /** The `next` of the previous page. Default: the first page. */
  readonly after?: string | undefined;
  /** The maximum number of sessions in the page, up to 1000. Default: 100. */
  readonly limit?: number | undefined;
}

/** A session and its user. With both, a user can only reach own sessions: take the id of the user from `current`. */
export type SessionOfUser = Pick<ListedSession, 'id' | 'userId'>;

/**
 * Lists and ends sessions, for the app's own server code: check who calls it. Ended sessions stop at once: their next
 * request gets `signed_out`, and their open event streams close, with a bus also those of other processes. The
 * connection to Close stays.
 */
export interface CloseSessions {
  /**
   * Reads the session of a browser's request.
   *
   * @param request - The request, with the session cookie. Check where it comes from before you act on it.
   * @returns The session, or `undefined`.
   * @throws CloseServerError `session_store_unavailable`.
   */
  current(request: Request): Promise<ListedSession | undefined>;
  /**
   * Lists the live sessions of a user, of an organization (active or not), or of both.
   *
   * @param filter - The user, the organization or both.
   * @param page - Where the page begins, and its length.
   * @returns The page.
   * @throws CloseServerError `session_store_unavailable`.
   * @throws TypeError that names the wrong argument.
   */
  list(filter: SessionFilter, page?: ListSessionsOptions): Promise<ListedSessionPage>;
  /**
   * Sets the label of a session's device.
   *
   * @param session - The session.
   * @param device - The label, up to 200 characters; empty removes it.
   * @returns `false` when the user has no such session.
   * @throws CloseServerError `session_store_unavailable`.
   * @throws TypeError that names the wrong argument.
   */
  label(session: SessionOfUser, device: string): Promise<boolean>;
  /**
   * Ends one session.
   *
   * @param session - The session.
   * @returns `false` when the user has no such session.
   * @throws CloseServerError `session_store_unavailable`.
   */
  end(session: SessionOfUser): Promise<boolean>;
  /**
   * Ends all sessions of a user, of an organization (active or not), or of both.
   *
   * @param filter - The user, the organization or both.
   * @param exceptId - The id of a session that stays: that of `current` ends all others.
   * @returns The number of sessions that ended.
   * @throws CloseServerError `session_store_unavailable`.
   * @throws TypeError that names the wrong argument.
   */
  endAll(filter: SessionFilter, exceptId?: string): Promise<number>;
}

const longestPage = 1000;

/** Creates the control of a handler's sessions. */
export function createSessionControl(config: HandlerConfig): CloseSessions {
  /** The session, if it belongs to the user. */
  async function findOwn({ id, userId }: SessionOfUser): Promise<StoredSession | undefined> {
    const session = await findSession(config, id);
    return session?.record.userId === userId ? session : undefined;
  }

  return {
    async current(request) {
      // A scope of its own: later events are not about this user.
      const session = await readSession(forRequest(config, {}), request);
      return session && toListed(session);
    },
    async list(filter, { after, limit = 100 } = {}) {
      assertFilter('list', filter);
      if (!Number.isSafeInteger(limit) || limit < 1 || limit > longestPage)
        throw new TypeError(`list: \`limit\` must be a positive integer up to ${longestPage}.`);
      const { sessions, next } = await listSessions(config, filter, { after, limit });
      return { sessions: sessions.map(toListed), next };
    },
    async label(session, device) {
      if (typeof device !== 'string' || device.length > longestLabel)
        throw new TypeError(`label: \`device\` must be a text of up to ${longestLabel} characters.`);
      const own = await findOwn(session);
      return own !== undefined && labelSession(config, own.key, toDeviceLabel(device));
    },
    async end(session) {
      const own = await findOwn(session);
      return own !== undefined && endSession(config, own.key, { record: own.record, reason: 'ended' });
    },
    async endAll(filter, exceptId) {
      assertFilter('endAll', filter);
      return endSessions(config, filter, exceptId);
    },
  };
}

/** Without a member, or with one that is not set by mistake, a filter would select the sessions of everyone. */
function assertFilter(caller: string, filter: SessionFilter): void {
  const { userId, organizationId } = filter ?? {};
  const given = [userId, organizationId].filter((id) => id !== undefined);
  if (given.length > 0 && given.every((id) => typeof id === 'string' && id !== '')) return;
  throw new TypeError(`${caller}: \`filter\` must have a userId or an organizationId.`);
}

function toListed({ key, record }: StoredSession): ListedSession {
  const { otherOrganizations: _, ...members } = record;
  return { id: key, ...members, organizations: connectedOrganizations(record) };
}
