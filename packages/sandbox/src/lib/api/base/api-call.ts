import { originOf } from '../../model/origins.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { Origin } from '../../model/rows/authorship.ts';
import { closeTimestamp } from '../../model/close-timestamp.ts';
import type { UserRow } from '../../model/rows/user-row.ts';
import { notFound } from './api-refusal.ts';

/** One request that is signed in, limited and parsed. */
export interface ApiCall {
  readonly data: OrganizationData;
  readonly user: UserRow;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The origin that the sandbox is reached under from outside. */
  readonly origin: string;
  /** The `{id}` of the path, or empty. */
  readonly id: string;
  /** Every part of the path that stands for something. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Record<string, unknown>;
}

/** One operation of the API. What `answer` gives is sent as JSON; `undefined` makes an empty answer. */
export interface ApiRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: `/${string}/`;
  /** Default 200. */
  readonly status?: 201 | 204;
  readonly handle: (call: ApiCall) => unknown;
}

/** The moment of a call, as Close writes it. */
export function timestampOf(call: ApiCall): string {
  return closeTimestamp(call.now);
}

/** What a row starts from that this call makes. */
export function newOrigin(call: ApiCall, prefix: string): Origin {
  return originOf(call.data, prefix, { userId: call.user.id, at: timestampOf(call) });
}

/** What changes on every row that this call touches. */
export function touched(call: ApiCall): { updated_by: string; date_updated: string } {
  return { updated_by: call.user.id, date_updated: timestampOf(call) };
}

/** The row that the path names. Throws the 404 of Close when there is none. */
export function rowOf<T>(call: ApiCall, table: { get(id: string): T | undefined }): T {
  const row = table.get(call.id);
  if (row === undefined) throw notFound();
  return row;
}
