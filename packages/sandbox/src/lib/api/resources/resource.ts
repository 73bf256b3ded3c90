import { withoutOffset } from '../../model/close-timestamp.ts';
import { seedOriginOf } from '../../model/origins.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { PlainRow } from '../../model/rows/plain-row.ts';
import { Table } from '../../model/table.ts';
import { newOrigin, rowOf, timestampOf } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { invalidRequest } from '../base/api-refusal.ts';
import { checkBody, pickFields } from '../base/check-body.ts';
import type { BodyRules } from '../base/check-body.ts';
import { filterRows } from '../base/filter-rows.ts';
import { listPage } from '../base/list-page.ts';
import { selectFields } from '../base/select-fields.ts';
import type { Authoring } from './authoring.ts';

/** A resource with little logic of its own: stored and returned as sent. */
export interface Resource {
  readonly path: `/${string}/`;
  readonly prefix: string;
  readonly authoring: Authoring;
  /** The operations besides list. */
  readonly operations: readonly ('get' | 'create' | 'update' | 'delete')[];
  /** The body fields. */
  readonly fields?: BodyRules['fields'];
  /** Body fields that are allowed only on creation. */
  readonly createFields?: BodyRules['fields'];
  readonly required?: readonly string[];
  /** Whether unknown body fields are refused. Default: `true`. */
  readonly isClosed?: boolean;
  /** Whether `custom.cf_…` keys are allowed. */
  readonly isCustom?: true;
  readonly createdStatus?: 201;
  readonly removedStatus?: 204;
  /** Default values of a new row. */
  readonly defaults?: (by: { userId: string }) => object;
  /** The seeded rows. */
  readonly seed?: (data: OrganizationData) => readonly object[];
  /** Whether dates are rendered without an offset. */
  readonly hasBareDates?: true;
  /** Fields that are returned only when `_fields` is set. */
  readonly hidden?: readonly string[];
  /** Fields that the list filters by. */
  readonly filters?: readonly string[];
  /**
   * Checks the references of a body.
   *
   * @throws ApiRefusal 400 when an object is missing.
   */
  readonly check?: (call: ApiCall) => void;
}

/** The routes of a resource. */
export function routesOfResource(resource: Resource): ApiRoute[] {
  const { path, operations, createdStatus, removedStatus } = resource;
  const one: `/${string}/` = `${path}{id}/`;
  const table = (call: ApiCall): Table<PlainRow> => tableOf(call.data, resource);
  const all: (ApiRoute & { readonly operation: Resource['operations'][number] })[] = [
    {
      operation: 'create',
      method: 'POST',
      path,
      handle: (call) => create(call, resource),
      ...statusOf(createdStatus),
    },
    {
      operation: 'get',
      method: 'GET',
      path: one,
      handle: (call) => respond(call, resource, rowOf(call, table(call))),
    },
    { operation: 'update', method: 'PUT', path: one, handle: (call) => update(call, resource) },
    {
      operation: 'delete',
      method: 'DELETE',
      path: one,
      handle: (call) => table(call).remove(changeableOf(call, table(call))),
      ...statusOf(removedStatus),
    },
  ];
  return [
    { method: 'GET', path, handle: (call) => list(call, resource) },
    ...all.filter(({ operation }) => operations.includes(operation)),
  ];
}

/** The rows of a resource, seeded on first use. */
export function tableOf(data: OrganizationData, resource: Resource): Table<PlainRow> {
  const known = data.resources.get(resource.path);
  if (known !== undefined) return known;
  const table = new Table<PlainRow>();
  data.resources.set(resource.path, table);
  for (const [index, values] of (resource.seed?.(data) ?? []).entries()) {
    const origin = seedOriginOf(data, resource.prefix, index);
    table.add({
      id: origin.id,
      ...resource.authoring.created(origin),
      ...resource.defaults?.(origin),
      ...values,
    });
  }
  return table;
}

function statusOf<T extends number>(status: T | undefined): { status?: T } {
  return status === undefined ? {} : { status };
}

function list({ data, query }: ApiCall, resource: Resource): object {
  const readers = (resource.filters ?? []).map((name) => [name, (row: PlainRow) => row[name]] as const);
  const rows = filterRows(tableOf(data, resource).all(), query, Object.fromEntries(readers));
  return listPage(rows, { query, render: (row) => visibleOf(row, resource, query) });
}

function create(call: ApiCall, resource: Resource): object {
  const { fields = {}, createFields = {}, required = [], isClosed = true } = resource;
  const bodyFields = { ...fields, ...createFields };
  for (const name of required)
    bodyFields[name] = { ...(bodyFields[name] ?? { type: 'string' }), required: true };
  checkBody(call.body, { fields: bodyFields, closed: isClosed, custom: resource.isCustom === true });
  resource.check?.(call);
  const origin = newOrigin(call, resource.prefix);
  const row: PlainRow = {
    id: origin.id,
    ...resource.authoring.created(origin),
    ...resource.defaults?.(origin),
    ...pickFields(call.body, { fields: bodyFields, custom: true }),
  };
  return respond(call, resource, tableOf(call.data, resource).add(row));
}

function update(call: ApiCall, resource: Resource): object {
  const table = tableOf(call.data, resource);
  const row = changeableOf(call, table);
  const { fields = {}, isClosed = true } = resource;
  checkBody(call.body, { fields, closed: isClosed, custom: resource.isCustom === true });
  resource.check?.(call);
  const changed = resource.authoring.updated({ userId: call.user.id, at: timestampOf(call) });
  table.update(row, { ...pickFields(call.body, { fields, custom: true }), ...changed });
  return respond(call, resource, row);
}

/**
 * The row with the id of the path.
 *
 * @throws ApiRefusal 404 when it does not exist; 400 when it is not editable.
 */
function changeableOf(call: ApiCall, table: Table<PlainRow>): PlainRow {
  const row = rowOf(call, table);
  if (row['editable'] === false) throw invalidRequest('This object cannot be changed.');
  return row;
}

function respond({ query }: ApiCall, resource: Resource, row: PlainRow): object {
  return selectFields(visibleOf(row, resource, query), query.get('_fields'));
}

function visibleOf(row: PlainRow, { hidden = [], hasBareDates }: Resource, query: URLSearchParams): object {
  const isShown = (name: string): boolean => query.has('_fields') || !hidden.includes(name);
  const shown = Object.fromEntries(Object.entries(row).filter(([name]) => isShown(name)));
  if (hasBareDates !== true) return shown;
  const { date_created, date_updated } = row;
  return {
    ...shown,
    date_created: withoutOffset(String(date_created)),
    date_updated: withoutOffset(String(date_updated)),
  };
}
