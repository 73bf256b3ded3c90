import { isRecord, recordsIn } from '../../base/is-record.ts';
import { resourceShapes } from '../../../generated/resource-shapes.ts';
import type { ResourcePath } from '../../../generated/resource-shapes.ts';
import { withoutOffset } from '../../model/close-timestamp.ts';
import { seedOriginOf } from '../../model/organization-data.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { Origin } from '../../model/rows/record-rows.ts';
import { newOrigin, timestampOf } from './api-call.ts';
import type { RowCall } from './api-call.ts';
import type { LeastRow, ResourceShape } from './resource-shape.ts';

const touched: Readonly<Record<string, '@user' | '@now'>> = {
  updated_by: '@user',
  updated_by_id: '@user',
  date_updated: '@now',
  updated_at: '@now',
};

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

/** The author and time of an update, in the fields that the row has. */
export function touchRow(call: RowCall, { least }: Pick<ResourceShape, 'least'>): Record<string, unknown> {
  const fields = Object.entries(touched).filter(([name]) => name in least);
  const named = fields.map(([name, value]) => [name, least[name] === '@bare' ? '@bare' : value]);
  const [userId, at] = [call.user.id, timestampOf(call)];
  return fillRow(Object.fromEntries(named), { id: '', organizationId: '', userId, at });
}

/** What a body writes into a row, or into a new one. `null` leaves a field unchanged that is never `null`. */
export function readWritten(
  call: RowCall,
  { path, unwritten = [] }: { readonly path: ResourcePath; readonly unwritten?: readonly string[] },
  row?: LeastRow,
): Record<string, unknown> {
  const { least, nested = {}, creates, updates } = resourceShapes[path];
  const names = row === undefined ? creates : updates;
  const isWritten = ([name, value]: [string, unknown]): boolean =>
    ((names.includes(name) && !unwritten.includes(name)) || name.startsWith('custom.')) &&
    (value !== null || (least[name] ?? null) === null);
  return Object.fromEntries(
    Object.entries(call.body)
      .filter(isWritten)
      .map(([name, value]) => [name, readNested(call, nested[name], [value, row?.[name]])]),
  );
}

/** The items of a list: those with the id of a stored item change it, the others are new. */
function readNested(
  call: RowCall,
  rule: Pick<ResourceShape, 'prefix' | 'least'> | undefined,
  [value, before]: readonly unknown[],
): unknown {
  if (rule === undefined || !Array.isArray(value)) return value;
  return recordsIn(value).map((item) => {
    const origin = newOrigin(call, rule.prefix);
    const stored = recordsIn(before).find(({ id }) => id === item['id']) ?? fillRow(rule.least, origin);
    return { id: origin.id, ...stored, ...item, ...touchRow(call, rule) };
  });
}

/** The example of the contract, with ids of this organization. */
export function exampleRow(data: OrganizationData, { example = {}, least }: ResourceShape): object {
  const isOwn = ([name]: [string, unknown]): boolean => name !== 'id' && !String(least[name]).startsWith('@');
  const localize = (_name: string, value: unknown): unknown => {
    if (typeof value !== 'string') return value;
    const [, prefix] = /^([a-z0-9]+_)[0-9A-Za-z]{20,}$/.exec(value) ?? [];
    if (prefix === undefined) return value;
    return prefix === 'user_' ? data.organization.created_by : seedOriginOf(data, prefix, 0).id;
  };
  const own = JSON.stringify(Object.fromEntries(Object.entries(example).filter(isOwn)));
  const row: unknown = JSON.parse(own, localize);
  return isRecord(row) ? row : {};
}
