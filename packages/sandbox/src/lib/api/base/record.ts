import type { OrganizationData } from '../../model/organization-data.ts';
import type { Row, Table } from '../../model/table.ts';
import { rowOf, touched } from './api-call.ts';
import type { ApiCall, ApiRoute } from './api-call.ts';
import { checkField } from './api-refusal.ts';
import { crudRoutes } from './crud-routes.ts';
import { listPage, selectFields } from './list-page.ts';
import { orderedRows } from './order-rows.ts';
import type { RowOrder } from './order-rows.ts';
import { closeTimestamp } from '../../model/close-timestamp.ts';
import { momentOf } from './filter-rows.ts';

export interface RecordKind<T extends Row> {
  readonly path: `/${string}/`;
  readonly table: (data: OrganizationData) => Table<T>;
  /** Default: the row with the id of the path. */
  readonly find?: (call: ApiCall) => T;
  /** The rows that a list shows. Default: every row. */
  readonly test?: (call: ApiCall) => (row: T) => boolean;
  readonly orders?: RowOrder<T>['fields'];
  /** Default: a page of these rows in one of these orders. */
  readonly list?: (call: ApiCall) => object;
  readonly create: (call: ApiCall) => T;
  readonly read: (call: ApiCall, row: T) => Partial<T>;
  /** Called after a change, with a copy of the record before it. */
  readonly changed?: (call: ApiCall, row: T, before: T) => void;
  readonly remove?: (data: OrganizationData, row: T) => void;
  readonly render: (call: ApiCall, row: T) => object;
}

export function routesOfRecord<T extends Row>(kind: RecordKind<T>): ApiRoute[] {
  const { path, table, test = () => () => true, orders = {}, create, read, render } = kind;
  const { remove = (data: OrganizationData, row: T): void => table(data).remove(row) } = kind;
  const { find = (call: ApiCall): T => rowOf(call, table(call.data)) } = kind;
  const respond = (call: ApiCall, row: T): object =>
    selectFields(render(call, row), call.query.get('_fields'));
  return crudRoutes(path, {
    list: (call) => {
      if (kind.list !== undefined) return kind.list(call);
      const ordered = orderedRows(table(call.data), { query: call.query, fields: orders });
      return listPage(ordered, { call, test: test(call), render: (row) => render(call, row) });
    },
    create: (call) => respond(call, create(call)),
    get: (call) => respond(call, find(call)),
    update: (call) => {
      const row = find(call);
      changeRecord(call, kind, { row, patch: read(call, row) });
      return respond(call, row);
    },
    remove: (call) => remove(call.data, find(call)),
  });
}

export function changeRecord<T extends Row>(
  call: ApiCall,
  { table, changed }: RecordKind<T>,
  { row, patch }: { readonly row: T; readonly patch: Partial<T> },
): void {
  const before = { ...row };
  table(call.data).update(row, { ...patch, ...touched(call) });
  changed?.(call, row, before);
}

/** Copies members of a body, whose types the rules have checked. `null` only empties what may be empty. */
export function readMembers<T>(
  body: ApiCall['body'],
  nullable: readonly (keyof T & string)[],
  required: readonly (keyof T & string)[] = [],
): Partial<T> {
  const patch: Partial<T> = {};
  for (const name of [...nullable, ...required]) {
    const isValue = body[name] !== undefined && (body[name] !== null || nullable.includes(name));
    if (isValue) Object.assign(patch, { [name]: body[name] });
  }
  return patch;
}

const referenced = {
  lead_id: 'leads',
  contact_id: 'contacts',
  user_id: 'users',
  assigned_to: 'users',
} as const;

/** Checks that the objects exist which these members of a patch name. */
export function checkReferences(
  { data }: ApiCall,
  patch: object,
  names: readonly (keyof typeof referenced)[],
): void {
  for (const name of names) {
    const id: unknown = Reflect.get(patch, name);
    const table = referenced[name];
    const isFound = typeof id !== 'string' || data[table].get(id) !== undefined;
    checkField(isFound, name, `This ${table.slice(0, -1)} does not exist`);
  }
}

/** Reads the status that a body names by its id or its label. */
export function readStatusId(
  { status_id: id, status: label }: ApiCall['body'],
  statuses: readonly { readonly id: string; readonly label: string }[],
): string | undefined {
  checkField(id === undefined || label === undefined, 'status', 'Pass either status or status_id, not both');
  if (typeof id !== 'string' && typeof label !== 'string') return undefined;
  const isById = typeof id === 'string';
  const status = statuses.find((item) => (isById ? item.id === id : item.label === label));
  checkField(status !== undefined, isById ? 'status_id' : 'status', 'This status does not exist');
  return status.id;
}

/** Reads the author and the time of a new row from a body. Close takes them for imports. */
export function authorshipIn(
  { data }: Pick<ApiCall, 'data'>,
  { created_by: author, date_created: at }: ApiCall['body'],
): { created_by?: string; date_created?: string } {
  const isUser = typeof author !== 'string' || data.users.get(author) !== undefined;
  checkField(isUser, 'created_by', 'This user does not exist');
  return {
    ...(typeof author === 'string' && { created_by: author }),
    ...(typeof at === 'string' && { date_created: closeTimestamp(momentOf(at)) }),
  };
}
