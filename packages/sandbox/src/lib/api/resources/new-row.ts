import { isRecord } from '../../base/is-record.ts';
import { withoutOffset } from '../../model/close-timestamp.ts';
import { seedOriginOf } from '../../model/origins.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { Origin } from '../../model/rows/authorship.ts';
import { newOrigin } from '../base/api-call.ts';
import type { ApiCall } from '../base/api-call.ts';
import type { LeastRow, ResourceShape } from './resource-shape.ts';

const authors = ['updated_by', 'updated_by_id'];
const moments = ['date_updated', 'updated_at'];

/** Fills the placeholders of a least row. */
export function fillRow(least: LeastRow, { organizationId, userId, at }: Origin): Record<string, unknown> {
  const values: Readonly<Record<string, string>> = {
    '@organization': organizationId,
    '@user': userId,
    '@now': at,
    '@bare': withoutOffset(at),
  };
  const fill = (value: unknown): unknown =>
    typeof value === 'string' ? (values[value] ?? value) : structuredClone(value);
  return Object.fromEntries(Object.entries(least).map(([name, value]) => [name, fill(value)]));
}

/** The author and time of an update, in the fields that the resource has. */
export function touchRow(least: LeastRow, { userId, at }: Pick<Origin, 'userId' | 'at'>): object {
  const ofUser = authors.filter((name) => name in least).map((name) => [name, userId]);
  const ofTime = moments
    .filter((name) => name in least)
    .map((name) => [name, least[name] === '@bare' ? withoutOffset(at) : at]);
  return Object.fromEntries([...ofUser, ...ofTime]);
}

/** What a body writes into a row. `null` leaves a field unchanged that is never `null`. */
export function readWritten(
  call: ApiCall,
  { shape, names, row }: { shape: ResourceShape; names: readonly string[]; row?: LeastRow },
): Record<string, unknown> {
  const { least, nested = {} } = shape;
  const isWritten = ([name, value]: [string, unknown]): boolean =>
    (names.includes(name) || name.startsWith('custom.')) &&
    (value !== null || (least[name] ?? null) === null);
  return Object.fromEntries(
    Object.entries(call.body)
      .filter(isWritten)
      .map(([name, value]) => [name, readNested(call, { rule: nested[name], value, before: row?.[name] })]),
  );
}

interface Nested {
  readonly rule: { readonly prefix: string; readonly least: LeastRow } | undefined;
  readonly value: unknown;
  readonly before: unknown;
}

/** The items of a list: those with the id of a stored item change it, the others are new. */
function readNested(call: ApiCall, { rule, value, before }: Nested): unknown {
  if (rule === undefined || !Array.isArray(value)) return value;
  const known = Array.isArray(before) ? before.filter(isRecord) : [];
  return value.filter(isRecord).map((item) => {
    const origin = newOrigin(call, rule.prefix);
    const stored = known.find(({ id }) => id === item['id']) ?? fillRow(rule.least, origin);
    return { id: origin.id, ...stored, ...item, ...touchRow(rule.least, origin) };
  });
}

/** The example of the contract, with ids of this organization. */
export function exampleRow(data: OrganizationData, { example = {}, least }: ResourceShape): object {
  const isOwn = ([name]: [string, unknown]): boolean => name !== 'id' && !String(least[name]).startsWith('@');
  return Object.fromEntries(
    Object.entries(example)
      .filter(isOwn)
      .map(([name, value]) => [name, localize(data, value)]),
  );
}

function localize(data: OrganizationData, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => localize(data, item));
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, localize(data, item)]));
  }
  const [, prefix] = /^([a-z0-9]+_)[0-9A-Za-z]{20,}$/.exec(String(value)) ?? [];
  if (prefix === undefined) return value;
  return prefix === 'user_' ? data.organization.created_by : seedOriginOf(data, prefix, 0).id;
}
