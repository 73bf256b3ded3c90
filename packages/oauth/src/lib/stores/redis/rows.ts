import type { GrantPage, GrantRow } from '../../record/token-store.ts';
import { parseScanned } from '../parse-record.ts';
import type { RedisCalls } from './open-redis.ts';

/** Reads the row of a grant; `undefined` when there is none, without a record when it is damaged. */
export async function readRow(link: RedisCalls, prefix: string, key: string): Promise<GrantRow | undefined> {
  try {
    // In one command: a row that is written between two would look damaged, and a login would erase it.
    const reply = await link.read(['HMGET', prefix + key, 'version', 'record']);
    const [version, record] = Array.isArray(reply) ? reply.map(replyText) : [];
    return (version ?? record) === undefined ? undefined : parseScanned(key, record);
  } catch (error) {
    if (isWrongType(error)) return { key, record: undefined };
    throw error;
  }
}

/** Reads one page of the index, with its rows. */
export async function readPage(
  link: RedisCalls,
  { prefix, index }: { readonly prefix: string; readonly index: string },
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<GrantPage> {
  const from = after === undefined ? '-' : `(${after}`;
  const keys = replyTexts(await link.read(['ZRANGEBYLEX', index, from, '+', 'LIMIT', '0', String(limit)]));
  const found = await Promise.all(keys.map((key) => readRow(link, prefix, key)));
  // A row may have been erased since the keys were read.
  const rows = found.filter((row) => row !== undefined);
  return { rows, next: keys.length < limit ? undefined : keys.at(-1) };
}

// Something else was written to the key of a grant: Redis refuses to read it as a hash.
function isWrongType(error: unknown): boolean {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && cause.message.startsWith('WRONGTYPE');
}

// A client may be configured to return bytes.
function replyText(reply: unknown): string | undefined {
  const text = reply instanceof Uint8Array ? new TextDecoder().decode(reply) : reply;
  return typeof text === 'string' ? text : undefined;
}

function replyTexts(reply: unknown): string[] {
  return Array.isArray(reply) ? reply.flatMap((item) => replyText(item) ?? []) : [];
}
