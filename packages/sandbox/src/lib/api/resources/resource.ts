import { resourceShapes } from '../../../generated/resource-shapes.ts';
import type { ResourcePath } from '../../../generated/resource-shapes.ts';
import { seedOriginOf } from '../../model/organization-data.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { PlainRow } from '../../model/rows/plain-row.ts';
import { Table } from '../../model/table.ts';
import { newOrigin, rowOf } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { invalidRequest } from '../base/api-refusal.ts';
import { crudRoutes } from '../base/crud-routes.ts';
import { filterRows } from '../base/filter-rows.ts';
import { listPage, selectFields } from '../base/list-page.ts';
import { exampleRow, fillRow, readWritten, touchRow } from './new-row.ts';
import type { RowCall } from './new-row.ts';
import type { ResourceShape } from './resource-shape.ts';

type ResourceTable = Pick<
  Table<PlainRow>,
  'add' | 'all' | 'get' | 'keepChange' | 'remove' | 'update' | 'watcher'
>;

/** A resource that is served from its contract. What is here, the contract does not say. */
export interface Resource {
  readonly path: ResourcePath;
  /** The type of its objects in the Event Log. */
  readonly event?: string;
  /** Its rows. Default: a table that is created on first use. */
  readonly rows?: (data: OrganizationData) => ResourceTable;
  /** Values of a new row that differ from the least ones. */
  readonly defaults?: object;
  /** The seeded rows. If no request creates rows, they start from the contract's example; it is the default. */
  readonly seed?: (data: OrganizationData) => readonly object[];
  /** The fields that a response does not show. */
  readonly hidden?: (call: ApiCall) => readonly string[];
  /** The values of filters that are not fields of the row. */
  readonly filters?: Readonly<Record<string, (row: PlainRow, data: OrganizationData) => unknown>>;
  /** Whether the list begins with the newest row. Default: with the oldest. */
  readonly isNewestFirst?: boolean;
  /** The list needs one of these filters. */
  readonly listBy?: readonly string[];
  /** The members of bodies that are not fields of the row. */
  readonly unwritten?: readonly string[];
  /** Checks a request by the state, and returns values that follow from it. A new row does not exist yet. */
  readonly values?: (call: ApiCall, row: PlainRow | undefined) => object;
  /** Called before a request deletes a row. It may refuse that. */
  readonly checkRemoval?: (call: ApiCall, row: PlainRow) => void;
  /** Called after a request created, updated or deleted the row. */
  readonly after?: (call: RowCall, row: PlainRow) => void;
  /** Fields that are derived when the row is returned. */
  readonly derived?: (data: OrganizationData, row: PlainRow) => object;
}

/** Checks that the objects exist which a body names. */
export type ReferenceCheck = (call: ApiCall, shape: ResourceShape) => void;

/** The routes of a resource: those of its contract. */
export function routesOfResource(resource: Resource, checkReferences?: ReferenceCheck): ApiRoute[] {
  const shape = resourceShapes[resource.path];
  return crudRoutes(resource.path, {
    list: (call) => list(call, resource),
    create: (call) => {
      checkReferences?.(call, shape);
      const { id } = createResource(call, resource);
      return get({ ...call, id, webhookKeys: 'always' }, resource);
    },
    get: (call) => get(call, resource),
    update: (call) => {
      const row = changeableOf(call, resource);
      checkReferences?.(call, shape);
      changeResource(call, resource, row);
      return get(call, resource);
    },
    remove: (call) => {
      const row = changeableOf(call, resource);
      resource.checkRemoval?.(call, row);
      rowsOf(call.data, resource).remove(row);
      resource.after?.(call, row);
    },
  });
}

/** The rows of a resource. */
export function rowsOf(data: OrganizationData, resource: Resource): ResourceTable {
  return resource.rows?.(data) ?? tableOf(data, resource);
}

/** The table of a resource without rows of its own, seeded on first use. */
export function tableOf(data: OrganizationData, { path, seed, defaults }: Resource): Table<PlainRow> {
  const known = data.resources.get(path);
  if (known !== undefined) return known;
  const table = new Table<PlainRow>();
  data.resources.set(path, table);
  const shape = resourceShapes[path];
  const example = exampleRow(data, shape);
  const seeded = seed?.(data) ?? (shape.example === undefined ? [] : [{}]);
  for (const [index, values] of seeded.entries()) {
    const origin = seedOriginOf(data, shape.prefix, index);
    table.add({ id: origin.id, ...fillRow(shape.least, origin), ...example, ...defaults, ...values });
  }
  return table;
}

function list(call: ApiCall, resource: Resource): object {
  const { data, query } = call;
  const { path, listBy = [], filters = {}, isNewestFirst = false } = resource;
  const shape = resourceShapes[path];
  if (listBy.length > 0 && !listBy.some((name) => query.has(name))) {
    throw invalidRequest(`One of these filters is required: ${listBy.join(', ')}`);
  }
  const readers = shape.filters.map((name) => {
    const read = filters[name] ?? ((row: PlainRow) => row[name]);
    return [name, (row: PlainRow) => read(row, data)] as const;
  });
  const all = rowsOf(data, resource).all();
  const rows = filterRows(isNewestFirst ? all.toReversed() : all, query, Object.fromEntries(readers));
  const render = (row: PlainRow): object => visibleOf(call, resource, row);
  return shape.hasMore ? listPage(rows, { call, render }) : { data: rows.map(render) };
}

/** Creates a row from the body of a call. */
export function createResource(call: ApiCall, resource: Resource): PlainRow {
  const written = readWritten(call, resource);
  return createRow(call, resource, { ...written, ...resource.values?.(call, undefined) });
}

export function createRow(call: RowCall, resource: Resource, values: object): PlainRow {
  const { prefix, least } = resourceShapes[resource.path];
  const origin = newOrigin(call, prefix);
  const row: PlainRow = { id: origin.id, ...fillRow(least, origin), ...resource.defaults, ...values };
  rowsOf(call.data, resource).add(row);
  resource.after?.(call, row);
  return row;
}

function get(call: ApiCall, resource: Resource): object {
  const row = rowOf(call, rowsOf(call.data, resource));
  return selectFields(visibleOf(call, resource, row), call.query.get('_fields'));
}

/** Changes a row by the body of a call. */
export function changeResource(call: ApiCall, resource: Resource, row: PlainRow): void {
  const written = readWritten(call, resource, row);
  updateRow(call, { resource, row }, { ...written, ...resource.values?.(call, row) });
  resource.after?.(call, row);
}

/** Changes values of a row, its author and its time. */
export function updateRow(
  call: RowCall,
  { resource, row }: { readonly resource: Resource; readonly row: PlainRow },
  values: object,
): void {
  const touched = touchRow(call, resourceShapes[resource.path]);
  rowsOf(call.data, resource).update(row, { ...values, ...touched });
}

function changeableOf(call: ApiCall, resource: Resource): PlainRow {
  const row = rowOf(call, rowsOf(call.data, resource));
  if (row['editable'] === false) throw invalidRequest('This object cannot be changed.');
  return row;
}

/** Renders a row. Fields that begin with an underscore are the sandbox's own, except for `_type`. */
export function renderResource(
  data: OrganizationData,
  { derived }: Pick<Resource, 'derived'>,
  row: PlainRow,
): object {
  const shown = Object.entries(row).filter(([name]) => !name.startsWith('_') || name === '_type');
  return { ...Object.fromEntries(shown), ...derived?.(data, row) };
}

function visibleOf(call: ApiCall, resource: Resource, row: PlainRow): object {
  const hidden = resource.hidden?.(call) ?? [];
  const shown = Object.entries(renderResource(call.data, resource, row));
  return Object.fromEntries(shown.filter(([name]) => !hidden.includes(name)));
}
