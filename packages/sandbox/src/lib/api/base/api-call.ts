import type { OrganizationData } from '../../model/organization-data.ts';
import type { Origin } from '../../model/rows/authorship.ts';
import { closeTimestamp } from '../../model/close-timestamp.ts';
import type { Switches } from '../../base/switches.ts';
import type { UserRow } from '../../model/rows/user-row.ts';
import { found, refuse } from './api-refusal.ts';
import { newActivityRow } from '../../model/rows/activity-row.ts';
import type { ActivityRow, ActivityType } from '../../model/rows/activity-row.ts';
import type { PlainRow } from '../../model/rows/plain-row.ts';
import { Table } from '../../model/table.ts';

/** `created`: only the response that creates a subscription shows its signature key. */
export type WebhookKeys = 'always' | 'created';

export interface CallingApp {
  readonly clientId: string;
  readonly name: string;
  readonly scope: string;
}

/** An API request after authentication, rate limiting and parsing. */
export interface ApiCall extends Switches {
  readonly data: OrganizationData;
  readonly user: UserRow;
  /** The app of a token; `undefined` for an API key. */
  readonly app: CallingApp | undefined;
  readonly now: number;
  /** How far the caller's clock is ahead of UTC, in milliseconds: the header `x-tz-offset`. */
  readonly timeZoneMs: number;
  readonly origin: string;
  readonly isStrict: boolean;
  readonly webhookKeys: WebhookKeys;
  readonly storageOrigin: string;
  /** The `{id}` of the path, or an empty string. */
  readonly id: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly accept: string;
  readonly body: Record<string, unknown>;
}

/** One operation. The result of `handle` is sent as JSON, a response as it is, `undefined` as an empty one. */
export interface ApiRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: `/${string}/`;
  /** Whether a write itself refuses query parameters that it does not read; others take only `_fields`. */
  readonly readsQuery?: true;
  /** Whether the contract does not describe it, so that no rules check its requests. */
  readonly isUndocumented?: true;
  readonly handle: (call: ApiCall) => unknown;
}

export function timestampOf(call: Pick<ApiCall, 'now'>): string {
  return closeTimestamp(call.now);
}

/** The day of a call, in UTC. */
export function todayOf(call: Pick<ApiCall, 'now'>): string {
  return timestampOf(call).slice(0, 10);
}

export function newOrigin(call: Pick<ApiCall, 'data' | 'now' | 'user'>, prefix: string): Origin {
  const { data, user } = call;
  const organizationId = data.organization.id;
  return { id: data.ids.id(prefix), organizationId, userId: user.id, at: timestampOf(call) };
}

/** The author and time that this call sets on the rows it updates. */
export function touched(call: Pick<ApiCall, 'now' | 'user'>): { updated_by: string; date_updated: string } {
  return { updated_by: call.user.id, date_updated: timestampOf(call) };
}

/** The row with the id of the path; a missing one is refused with 404. */
export function rowOf<T>(call: ApiCall, table: { get(id: string): T | undefined }): T {
  return found(table.get(call.id));
}

/** The app of a token; an API key is refused with 403. */
export function appOf({ app }: ApiCall): CallingApp {
  if (app === undefined) throw refuse(403, 'Only OAuth apps can do this.');
  return app;
}

export function logActivity(
  call: ApiCall,
  type: ActivityType,
  { leadId, ...patch }: { leadId: string } & Partial<ActivityRow>,
): ActivityRow {
  const row = newActivityRow(newOrigin(call, 'acti_'), leadId, type);
  return call.data.activities.add(Object.assign(row, patch));
}

/** A table of plain rows that no resource serves, created on first use. */
export function plainTable({ resources }: OrganizationData, name: string): Table<PlainRow> {
  const table = resources.get(name) ?? new Table<PlainRow>();
  resources.set(name, table);
  return table;
}
