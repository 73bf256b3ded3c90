import { resourceShapes } from '../../../generated/resource-shapes.ts';
import type { ResourcePath } from '../../../generated/resource-shapes.ts';
import { seedOriginOf } from '../../model/origins.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { PlainRow } from '../../model/rows/plain-row.ts';
import { Table } from '../../model/table.ts';
import { newOrigin, rowOf, timestampOf } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { invalidRequest } from '../base/api-refusal.ts';
import { filterRows } from '../base/filter-rows.ts';
import { listPage } from '../base/list-page.ts';
import { selectFields } from '../base/select-fields.ts';
import { exampleRow, fillRow, readWritten, touchRow } from './new-row.ts';
import type { ResourceShape, Verb } from './resource-shape.ts';

/** A resource that is served from its contract. What is here, the contract does not say. */
export interface Resource {
  readonly path: ResourcePath;
  /** The type of its objects in the Event Log. */
  readonly event?: string;
  /** The operations that other routes serve. */
  readonly without?: readonly Verb[];
  /** Values of a new row that differ from the least ones. */
  readonly defaults?: object;
  /** The seeded rows. If no request creates rows, they start from the contract's example; it is the default. */
  readonly seed?: (data: OrganizationData) => readonly object[];
  /** Fields that are returned only when `_fields` is set. */
  readonly hidden?: readonly string[];
  /** The values of filters that are not fields of the row. */
  readonly filters?: Readonly<Record<string, (row: PlainRow, data: OrganizationData) => unknown>>;
  /** The list needs one of these filters. */
  readonly listBy?: readonly string[];
  /**
   * Values that follow from the body of a request, which creates a row if there is none.
   *
   * @throws ApiRefusal 400 when the state does not allow the request.
   */
  readonly values?: (call: ApiCall, row: PlainRow | undefined) => object;
  /** Called after a request created, updated or deleted the row. */
  readonly after?: (call: ApiCall, row: PlainRow) => void;
  /** Fields that are derived when the row is returned. */
  readonly derived?: (data: OrganizationData, row: PlainRow) => object;
}

/** Checks that the objects exist which a body names. */
export type ReferenceCheck = (call: ApiCall, shape: ResourceShape) => void;

interface Served {
  readonly resource: Resource;
  readonly shape: ResourceShape;
  readonly checkReferences: ReferenceCheck;
}

const verbs = {
  list: { method: 'GET', hasId: false, handle: list },
  create: { method: 'POST', hasId: false, handle: create },
  get: { method: 'GET', hasId: true, handle: get },
  update: { method: 'PUT', hasId: true, handle: update },
  delete: { method: 'DELETE', hasId: true, handle: remove },
} as const;

/** The routes of a resource: those of its contract. */
export function routesOfResource(resource: Resource, checkReferences: ReferenceCheck): ApiRoute[] {
  const { path, without = [] } = resource;
  const shape = resourceShapes[path];
  return (['list', 'create', 'get', 'update', 'delete'] as const).flatMap((verb) => {
    const status = shape.statuses[verb];
    if (status === undefined || without.includes(verb)) return [];
    const { method, hasId, handle } = verbs[verb];
    const route: ApiRoute = {
      method,
      path: hasId ? `${path}{id}/` : path,
      handle: (call) => handle(call, { resource, shape, checkReferences }),
    };
    return [status === 200 ? route : { ...route, status }];
  });
}

/** The rows of a resource, seeded on first use. */
export function tableOf(data: OrganizationData, { path, seed, defaults }: Resource): Table<PlainRow> {
  const known = data.resources.get(path);
  if (known !== undefined) return known;
  const table = new Table<PlainRow>();
  data.resources.set(path, table);
  const shape = resourceShapes[path];
  const example = exampleRow(data, shape);
  const rows = seed?.(data) ?? (shape.example === undefined ? [] : [{}]);
  for (const [index, values] of rows.entries()) {
    const origin = seedOriginOf(data, shape.prefix, index);
    table.add({ id: origin.id, ...fillRow(shape.least, origin), ...example, ...defaults, ...values });
  }
  return table;
}

function list(call: ApiCall, { resource, shape }: Served): object {
  const { data, query } = call;
  const { listBy = [], filters = {} } = resource;
  if (listBy.length > 0 && !listBy.some((name) => query.has(name))) {
    throw invalidRequest(`One of these filters is required: ${listBy.join(', ')}`);
  }
  const readers = shape.filters.map((name) => {
    const read = filters[name] ?? ((row: PlainRow) => row[name]);
    return [name, (row: PlainRow) => read(row, data)] as const;
  });
  const rows = filterRows(tableOf(data, resource).all(), query, Object.fromEntries(readers));
  const page = listPage(rows, { call, render: (row) => visibleOf(call, resource, row) });
  return shape.hasMore ? page : { data: page.data };
}

function create(call: ApiCall, served: Served): object {
  const { resource, shape, checkReferences } = served;
  checkReferences(call, shape);
  const { id } = createResource(call, resource);
  return get({ ...call, id }, served);
}

/** Creates a row from the body of a call. */
export function createResource(call: ApiCall, resource: Resource): PlainRow {
  const shape = resourceShapes[resource.path];
  const written = readWritten(call, { shape, names: shape.creates });
  return createRow(call, resource, { ...written, ...resource.values?.(call, undefined) });
}

/** Creates a row with these values. */
export function createRow(call: ApiCall, resource: Resource, values: object): PlainRow {
  const { prefix, least } = resourceShapes[resource.path];
  const origin = newOrigin(call, prefix);
  const row: PlainRow = { id: origin.id, ...fillRow(least, origin), ...resource.defaults, ...values };
  tableOf(call.data, resource).add(row);
  resource.after?.(call, row);
  return row;
}

function get(call: ApiCall, { resource }: Served): object {
  const row = rowOf(call, tableOf(call.data, resource));
  return selectFields(visibleOf(call, resource, row), call.query.get('_fields'));
}

function update(call: ApiCall, served: Served): object {
  const { resource, shape, checkReferences } = served;
  const row = changeableOf(call, resource);
  checkReferences(call, shape);
  changeResource(call, resource, row);
  return get(call, served);
}

/** Changes a row by the body of a call. */
export function changeResource(call: ApiCall, resource: Resource, row: PlainRow): void {
  const shape = resourceShapes[resource.path];
  tableOf(call.data, resource).update(row, {
    ...readWritten(call, { shape, names: shape.updates, row }),
    ...resource.values?.(call, row),
    ...touchRow(shape.least, { userId: call.user.id, at: timestampOf(call) }),
  });
  resource.after?.(call, row);
}

function remove(call: ApiCall, { resource }: Served): void {
  const row = changeableOf(call, resource);
  tableOf(call.data, resource).remove(row);
  resource.after?.(call, row);
}

/**
 * The row with the id of the path.
 *
 * @throws ApiRefusal 404 when it does not exist; 400 when it is not editable.
 */
function changeableOf(call: ApiCall, resource: Resource): PlainRow {
  const row = rowOf(call, tableOf(call.data, resource));
  if (row['editable'] === false) throw invalidRequest('This object cannot be changed.');
  return row;
}

/** Renders a row. Fields that begin with an underscore are the sandbox's own, except for `_type`. */
export function renderResource(data: OrganizationData, { derived }: Resource, row: PlainRow): object {
  const shown = Object.entries(row).filter(([name]) => !name.startsWith('_') || name === '_type');
  return { ...Object.fromEntries(shown), ...derived?.(data, row) };
}

function visibleOf({ data, query }: ApiCall, resource: Resource, row: PlainRow): object {
  const { hidden = [] } = resource;
  const isShown = (name: string): boolean => query.has('_fields') || !hidden.includes(name);
  return Object.fromEntries(
    Object.entries(renderResource(data, resource, row)).filter(([name]) => isShown(name)),
  );
}
