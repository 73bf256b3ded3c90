import type { OrganizationData } from '../../model/organization-data.ts';
import type { ApiCall } from '../base/api-call.ts';
import { refuseNotUnderstood } from '../base/not-understood.ts';
import type { NotUnderstood } from '../base/not-understood.ts';
import type { SortKey } from '../base/order-rows.ts';
import type { NamedField, RowTest } from './object-kind.ts';

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
