import { isRecord } from '../../base/is-record.ts';
import type { ContactRow } from '../../model/rows/record-rows.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { SortKey } from '../base/order-rows.ts';
import type { FieldTest } from '../base/list-page.ts';
import type { ApiCall, NotUnderstood } from '../base/api-call.ts';
import { refuseNotUnderstood } from '../base/api-call.ts';

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

export type QueryCall = Pick<ApiCall, 'data' | 'user' | 'now' | 'timeZoneMs' | 'isStrict'>;

export interface QueryContext extends QueryCall {
  readonly problems: NotUnderstood[];
}

/** A compiled query: a test of each row, and the order of the rows; without keys, newest first. */
export interface RowQuery {
  readonly test: RowTest;
  readonly order: readonly SortKey<object>[];
}

/** The test that every row passes. A list that is tested by it need not be walked to be counted. */
export const matchAll: RowTest = () => true;

export const matchNone = (): boolean => false;

export function every(tests: readonly RowTest[]): RowTest {
  const needed = tests.filter((test) => test !== matchAll);
  return needed.length === 0 ? matchAll : (row) => needed.every((test) => test(row));
}

export function some(tests: readonly RowTest[]): RowTest {
  return (row) => tests.some((test) => test(row));
}

export function notUnderstood({ problems }: QueryContext, message: string): () => false {
  problems.push({ field: 'query', message });
  return () => false;
}

/** Compiles a query. What is not understood is refused in strict mode; otherwise such a query finds nothing. */
export function compile<T extends RowQuery>(call: QueryCall, compileWith: (context: QueryContext) => T): T {
  const problems: NotUnderstood[] = [];
  const compiled = compileWith({ ...call, problems });
  refuseNotUnderstood(call, ...problems);
  return problems.length === 0 ? compiled : { ...compiled, test: matchNone };
}

/** Tests a value, or the items of a list, of which one must pass. What is missing does not pass. */
export function anyValue(value: unknown, test: (value: unknown) => boolean): boolean {
  if (Array.isArray(value)) return value.some((item) => anyValue(item, test));
  return value !== null && value !== undefined && value !== '' && test(value);
}

/** A key that reads a field. Of a list it reads the first value; letters sort without regard to case. */
export function sortKeyOf(field: NamedField, sign: 1 | -1, data: OrganizationData): SortKey<object> {
  return {
    name: field.member ?? field.name,
    sign,
    version: field.member === undefined ? versionOf(data) : undefined,
    read: (row) => {
      const [value] = [field.read(row, data)].flat();
      return typeof value === 'number' ? value : typeof value === 'string' ? value.toLowerCase() : null;
    },
  };
}

/** Changes with everything that a computed field can depend on. */
function versionOf(data: OrganizationData): number {
  const { leads, contacts, opportunities, tasks, activities, leadStatuses, opportunityStatuses } = data;
  const tables = [leads, contacts, opportunities, tasks, activities, leadStatuses, opportunityStatuses];
  return tables.reduce((version, table) => version + table.version, 0);
}
