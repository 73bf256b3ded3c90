import type { ApiCall } from '../base/api-call.ts';
import { refuseNotUnderstood } from '../base/not-understood.ts';
import type { NotUnderstood } from '../base/not-understood.ts';
import type { RowTest } from './object-kind.ts';

/** The part of a call that the meaning of a query depends on. */
export type QueryCall = Pick<ApiCall, 'data' | 'user' | 'now' | 'timeZoneMs' | 'isStrict'>;

/** A call, and what was not understood so far. */
export interface QueryContext extends QueryCall {
  readonly problems: NotUnderstood[];
}

/** The test that every row passes. A list that is tested by it need not be walked to be counted. */
export const matchAll: RowTest = () => true;

/** The test that no row passes. */
export const matchNone = (): boolean => false;

/** Notes what the sandbox does not understand. */
export function notUnderstood({ problems }: QueryContext, field: string, message: string): () => false {
  problems.push({ field, message });
  return () => false;
}

/**
 * Compiles a query once, before the first row is read. `nothing` replaces a query that is not understood.
 *
 * @throws ApiRefusal 400 that names everything in the query that is not understood, in strict mode.
 */
export function compile<T>(call: QueryCall, compileWith: (context: QueryContext) => T, nothing: T): T {
  const { data, user, now, timeZoneMs, isStrict } = call;
  const problems: NotUnderstood[] = [];
  const compiled = compileWith({ data, user, now, timeZoneMs, isStrict, problems });
  refuseNotUnderstood(call, ...problems);
  return problems.length === 0 ? compiled : nothing;
}

/** Tests a value, or the items of a list, of which one must pass. What is missing does not pass. */
export function anyValue(value: unknown, test: (value: unknown) => boolean): boolean {
  if (Array.isArray(value)) return value.some((item) => anyValue(item, test));
  return value !== null && value !== undefined && value !== '' && test(value);
}
