import { openRedis } from '@closekit/oauth/stores/redis';
import type { RedisCommand, RedisOptions } from '@closekit/oauth/stores/redis';
import { deleteAllScript, deleteScript, listScript, saveScript, updateScript } from './redis-scripts.ts';
import { endsItsCalls } from './limit-calls.ts';
import { organizationIdsOf, parseRow, rowColumns, toRowValues } from './session-row.ts';
import type { SessionChanges, SessionFilter, SessionStore, StoredSession } from './session-store.ts';
import { storeFailed } from './store-failed.ts';

/** The options of {@link redisSessionStore}. */
export interface RedisSessionStoreOptions extends Omit<RedisOptions, 'assumeDurable'> {
  /** The prefix of all keys. Default: `closekit:session:`. */
  prefix?: string;
}

// A script stops the server while it runs.
const deletedAtOnce = 500;

/**
 * Stores sessions in Redis or Valkey, on one server or one primary with replicas, which all processes of the app
 * share. Expired sessions are deleted whenever a new one is saved. Calls reject with `session_store_unavailable` when
 * the server cannot be used.
 *
 * A server that loses its last writes in a crash signs out the users of these seconds, and may restore a session that
 * has just ended: set `appendfsync always` to exclude both. Keys have no lifetime, so `volatile-*` policies evict none.
 *
 * @param options - The URL, or an object with the URL or a client.
 * @returns A session store; it connects at first use. Call its `close` when the server stops.
 * @throws TypeError that names the wrong option.
 * @example
 * ```ts
 * const handler = createCloseHandler({ oauth, origin, sessions: redisSessionStore({ client }) });
 * ```
 */
export function redisSessionStore(options: string | RedisSessionStoreOptions): SessionStore {
  const settings = typeof options === 'object' ? options : { url: options };
  const { prefix = 'closekit:session:' } = settings;
  if (typeof prefix !== 'string' || prefix === '') {
    throw new TypeError('redisSessionStore: `prefix` must be a text that is not empty.');
  }
  const database = openRedis({ ...settings, assumeDurable: true, caller: 'redisSessionStore' });

  async function send(command: RedisCommand): Promise<unknown> {
    try {
      return await database.read(command);
    } catch (cause) {
      throw storeFailed(cause);
    }
  }

  const evaluate = (script: string, ...values: (string | number)[]): Promise<unknown> =>
    send(['EVAL', script, '0', prefix, ...values.map(String)]);

  return endsItsCalls({
    async load(key) {
      const fields = await send(['HMGET', `${prefix}key:${key}`, ...rowColumns]);
      return toSession(key, textsOf(fields))?.record;
    },
    async save(key, record) {
      const fields = toRowValues(record).flatMap((value, index) => [rowColumns[index] ?? '', value ?? '']);
      const organizationIds = JSON.stringify(organizationIdsOf(record));
      await evaluate(saveScript, key, record.lastSeenAt, record.expiresAt, organizationIds, ...fields);
    },
    async update(key, changes) {
      const expiresAt = changes.expiresAt ?? '';
      return Number(await evaluate(updateScript, key, expiresAt, ...toFields(changes))) === 1;
    },
    delete: async (key) => Number(await evaluate(deleteScript, key)) === 1,
    async list(filter, { after = '', limit }) {
      const rows = await evaluate(listScript, ...idsOf(filter), after, limit + 1, ...rowColumns);
      const sessions = (Array.isArray(rows) ? rows : []).flatMap((row: unknown) => {
        const [key = '', ...fields] = textsOf(row);
        return toSession(key, fields) ?? [];
      });
      const page = sessions.slice(0, limit);
      return { sessions: page, next: sessions.length > limit ? page.at(-1)?.key : undefined };
    },
    async deleteAll(filter, exceptKey = '') {
      let [deleted, last] = [0, deletedAtOnce];
      while (last === deletedAtOnce) {
        last = Number(await evaluate(deleteAllScript, ...idsOf(filter), exceptKey, deletedAtOnce));
        deleted += last;
      }
      return deleted;
    },
    close: () => database.close(),
  });
}

function idsOf({ userId = '', organizationId = '' }: SessionFilter): [string, string] {
  return [userId, organizationId];
}

function toFields({ profile, device, lastSeenAt, expiresAt }: SessionChanges): (string | number)[] {
  const members = {
    profile: profile && JSON.stringify(profile),
    device,
    last_seen_at: lastSeenAt,
    expires_at: expiresAt,
  };
  return Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [name, value]));
}

function toSession(key: string, fields: readonly (string | undefined)[]): StoredSession | undefined {
  if (fields[0] === undefined) return undefined;
  return parseRow({ key, ...Object.fromEntries(rowColumns.map((column, index) => [column, fields[index]])) });
}

// A client may be configured to return bytes.
function textsOf(reply: unknown): (string | undefined)[] {
  const values: unknown[] = Array.isArray(reply) ? reply : [];
  return values.map((value) => {
    if (value instanceof Uint8Array) return new TextDecoder().decode(value);
    return typeof value === 'string' ? value : undefined;
  });
}
