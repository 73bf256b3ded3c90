import { isRecord } from '../base/is-record.ts';

/** The first message of each stream; the server repeats it once per interval. */
export interface Heartbeat {
  /** The interval, in milliseconds. */
  readonly intervalMs: number;
  /** The organization and the user of the session that the stream belongs to. */
  readonly organizationId: string;
  readonly userId: string;
}

/** Parses the JSON data of a heartbeat; `undefined` if it is not one. */
export function parseHeartbeat(data: string): Heartbeat | undefined {
  const value: unknown = JSON.parse(data);
  if (!isRecord(value)) return undefined;
  const { intervalMs, organizationId, userId } = value;
  const isHeartbeat = typeof intervalMs === 'number' && intervalMs > 0;
  if (!isHeartbeat || typeof organizationId !== 'string' || typeof userId !== 'string') return undefined;
  return { intervalMs, organizationId, userId };
}
