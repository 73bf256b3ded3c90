import type { OrganizationData, UserRow } from '../../model/organization-data.ts';
import type { Origin, ActivityRow, ActivityType, PlainRow } from '../../model/rows/record-rows.ts';
import { closeTimestamp } from '../../model/close-timestamp.ts';
import type { Switches } from '../../base/switches.ts';
import { newActivityRow } from '../../model/rows/record-rows.ts';
import { Table } from '../../model/table.ts';
import type { JsonObject } from '../../base/is-record.ts';

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

/** What the creation of a row needs of a call. */
export type RowCall = Pick<ApiCall, 'body' | 'data' | 'now' | 'user'>;

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
  call: Pick<ApiCall, 'data' | 'now' | 'user'>,
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

/** An error response, thrown by handlers and sent by the router. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    super(`The sandbox refused the request with status ${status}.`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** An error of one sentence: Close's format for 401, 403, 404 and 405. */
export function refuse(status: number, error: string): ApiRefusal {
  return new ApiRefusal(status, { error });
}

export function notFound(): ApiRefusal {
  return refuse(404, 'The requested object does not exist.');
}

export function found<T>(value: T | undefined): T {
  if (value === undefined) throw notFound();
  return value;
}

/** A 400 that names fields. Close always sends both keys. */
export function invalidFields(fieldErrors: Record<string, string>): ApiRefusal {
  return new ApiRefusal(400, { errors: [], 'field-errors': fieldErrors });
}

/** A 400 for the request as a whole. */
export function invalidRequest(...errors: string[]): ApiRefusal {
  return new ApiRefusal(400, { errors, 'field-errors': {} });
}

/** Refuses a body with a message for one field, unless a condition holds. */
export function checkField(condition: boolean, field: string, message: string): asserts condition {
  if (!condition) throw invalidFields({ [field]: message });
}

/** The row that a member of a body names. A refusal names its kind: by default `contact` for `contact_id`. */
export function namedRow<T>(
  { body }: { readonly body: JsonObject },
  field: string,
  { table, kind }: { table: { get(id: string): T | undefined }; kind?: string },
): T {
  const row = table.get(String(body[field]));
  const name = kind ?? field.replace(/_id$/, '').replaceAll('_', ' ');
  checkField(row !== undefined, field, `This ${name} does not exist`);
  return row;
}

const marker = { 'x-closekit-sandbox': 'not-understood' };

/** What the sandbox does not understand, and the member or query parameter that holds it. */
export interface NotUnderstood {
  readonly field: string;
  readonly message: string;
}

/**
 * Refuses, in strict mode, what Close may accept and the sandbox does not understand. The header says that these are
 * the words of the sandbox.
 */
export function refuseNotUnderstood(
  { isStrict }: { readonly isStrict: boolean },
  ...problems: NotUnderstood[]
): void {
  if (!isStrict || problems.length === 0) return;
  const errors = problems.map(({ message }) => `${message} Pass \`strict: false\` to ignore this.`);
  const fields = Object.fromEntries(problems.map(({ field, message }) => [field, message]));
  throw new ApiRefusal(400, { errors, 'field-errors': fields }, marker);
}

/** A 400 for text that cannot be read, strict or not: no reading of it would be right. */
export function unreadable({ field, message }: NotUnderstood): ApiRefusal {
  return new ApiRefusal(400, { errors: [message], 'field-errors': { [field]: message } }, marker);
}

/** The 501 for an operation of the contract that the sandbox does not serve; 404 if it is not strict. */
export function unserved(operation: string, { isStrict }: { readonly isStrict: boolean }): ApiRefusal {
  if (!isStrict) return refuse(404, 'This path does not exist.');
  const error = `The sandbox does not serve ${operation}. Pass \`strict: false\` to get 404 instead.`;
  return new ApiRefusal(501, { error }, marker);
}

export function pickFields(body: JsonObject, names: readonly string[]): Record<string, unknown> {
  const set = names.filter((name) => body[name] !== undefined);
  return Object.fromEntries(set.map((name) => [name, body[name]]));
}
