import { isRecord } from '../../base/is-record.ts';
import type { ContactRow } from '../../model/rows/contact-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { SortKey } from '../base/order-rows.ts';
import type { FieldTest } from '../base/select-fields.ts';

export type FieldType = 'exact' | 'text' | 'number' | 'date' | 'boolean' | 'user';

export interface Field<T extends object = object> {
  readonly type: FieldType;
  /** Whether it counts rows, so that `has:` means at least one. */
  readonly isCount?: true;
  /** The member of the row that it reads, unless it is computed. */
  readonly member?: string;
  /** The value, or a list of values, of which one must match. */
  read(row: T, data: OrganizationData): unknown;
}

export type NamedField = Field & { readonly name: string };

/** A type of objects that queries can find or relate to. */
export interface ObjectKind<T extends object = object> {
  /** Its name in the search grammar, such as `activity.call`. */
  readonly type: string;
  readonly fields: Readonly<Record<string, Field<T>>>;
  /** The types whose texts a search for words covers, too. */
  readonly textTypes?: readonly string[];
  /** All rows in an order, if a search can find them. */
  rows?(data: OrganizationData, order: readonly SortKey<T>[]): Iterable<T>;
  ofLead(data: OrganizationData, leadId: string): readonly T[];
  /** The rows of one contact; without it, those of the lead that name the contact, if they name any. */
  ofContact?(contact: ContactRow): readonly T[];
  /** Renders at least the wanted members. */
  render?(
    data: OrganizationData,
    row: T,
    view: { readonly today: string; readonly isWanted: FieldTest },
  ): object;
}

export type RowTest = (row: object) => boolean;

const typePatterns: readonly (readonly [FieldType, RegExp])[] = [
  ['date', /^date|date$|_at$/],
  ['boolean', /^is_/],
  ['user', /^(?:created_by|updated_by|user_id|assigned_to)$/],
  ['number', /^(?:value|confidence|duration)$/],
  ['exact', /(?:^|_)(?:id|type|status|label|direction|source|disposition|method|period|priority|timezone)$/],
];

/** The fields that are read from the members of these names, which also say their types. */
export function fieldsOf(names: string): Record<string, Field> {
  const entries = names.split(' ').map((name): [string, Field] => {
    const [type] = typePatterns.find(([, pattern]) => pattern.test(name)) ?? ['text'];
    return [name, { type, member: name, read: (row) => memberOf(row, name) }];
  });
  return Object.fromEntries(entries);
}

/** A member of a row. Activities have their specific members in `own`. */
export function memberOf(row: object, name: string): unknown {
  if (!isRecord(row)) return undefined;
  return row[name] ?? (isRecord(row['own']) ? row['own'][name] : undefined);
}
