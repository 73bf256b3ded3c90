import { openPostgres } from '@closekit/oauth/stores/postgres';
import type { PostgresOptions } from '@closekit/oauth/stores/postgres';
import type { LiveBus } from './bus.ts';
import { textBus } from './text-bus.ts';
import { createTextJoiner, splitJson } from './text-parts.ts';

/** The options of {@link postgresLiveBus}. */
export interface PostgresLiveBusOptions extends PostgresOptions {
  /** The channel of the notifications. Default: `closekit_live`. */
  channel?: string;
}

// A notification holds less than 8000 bytes.
const partLength = 7900;

/**
 * Creates a bus over LISTEN and NOTIFY of PostgreSQL. With the first open page it keeps one connection, which does
 * not work through a pooler in transaction mode. While that connection is broken nothing arrives; pages then
 * receive a `reset`.
 *
 * @param options - The connection string, or an object with the connection string or a pool.
 * @returns The bus. Call its `close` when the server stops.
 * @throws TypeError that names the wrong option.
 * @example
 * ```ts
 * const webhooks = { signatureKey, bus: postgresLiveBus({ pool }) };
 * ```
 */
export function postgresLiveBus(options: string | PostgresLiveBusOptions): Required<LiveBus> {
  const settings = typeof options === 'object' ? options : { connectionString: options };
  const { channel = 'closekit_live' } = settings;
  if (!/^\w{1,63}$/.test(channel)) {
    throw new TypeError('postgresLiveBus: `channel` must be up to 63 letters, digits and underscores.');
  }
  const database = openPostgres({ ...settings, caller: 'postgresLiveBus', listensFor: '`subscribe`' });
  const joiner = createTextJoiner();
  return textBus(({ receive, resumed }) => {
    const listener = database.listen(
      channel,
      (payload) => {
        const text = joiner.add(payload);
        if (text !== undefined) receive(text);
      },
      () => {
        joiner.clear();
        resumed();
      },
    );
    return {
      async send(text) {
        const parts = JSON.stringify(splitJson(text, partLength));
        await database.write(notify, [channel, parts]);
      },
      start: () => listener.start(),
      close: () => database.close(),
    };
  });
}

// In one statement, so that either all parts arrive or none.
const notify = 'select pg_notify($1, part) from jsonb_array_elements_text($2::jsonb) as part';
