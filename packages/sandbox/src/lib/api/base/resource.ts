import { requestRules } from '../../../generated/request-rules.ts';
import { resourceShapes } from '../../../generated/resource-shapes.ts';
import type { ResourcePath } from '../../../generated/resource-shapes.ts';
import { seedOriginOf } from '../../model/organization-data.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { PlainRow } from '../../model/rows/record-rows.ts';
import { Table } from '../../model/table.ts';
import { invalidRequest, newOrigin, notFound, rowOf } from './api-call.ts';
import type { ApiCall, ApiRoute, RowCall } from './api-call.ts';
import { checkReferences } from './read-body.ts';
import type { ReferenceKinds } from './read-body.ts';
import { filterTest, readersOf, listPage, selectFields } from './list-page.ts';
import { exampleRow, fillRow, readWritten, touchRow } from './new-row.ts';
import { orderedRows } from './order-rows.ts';
import type { RowOrder } from './order-rows.ts';

/** Methods, as the others with rows: so a resource with rows of their own type is one with plain rows. */
type RowTest<T> = { test(row: T): boolean }['test'];
type FilterReader<T> = { read(row: T, data: OrganizationData): unknown }['read'];

/** A resource that is served by the engine. What is here, its contract does not say. */
export interface Resource<T extends PlainRow = PlainRow> {
  readonly path: ResourcePath;
  /** The type of its objects in the Event Log. */
  readonly event?: string;
  /** Its rows. Default: a table that is created on first use. */
  rows?(data: OrganizationData): Table<T>;
  /** Whether a row is one of this resource. Default: every row of the table. */
  isOwn?(row: T): boolean;
  /** Values of a new row that differ from the least ones. */
  readonly defaults?: object;
  /** The seeded rows. If no request creates rows, they start from the contract's example; it is the default. */
  seed?(data: OrganizationData): readonly object[];
  /** The fields that a response does not show. */
  hidden?(call: ApiCall): readonly string[];
  /** The values of filters that are not fields of the row. */
  readonly filters?: Readonly<Record<string, FilterReader<T>>>;
  /** The orders that its list can have, by default newest first. Without them it is not sorted. */
  readonly orders?: RowOrder<T>['fields'];
  /** Whether an unsorted list begins with the last row of the table. */
  readonly isNewestFirst?: boolean;
  /** The list needs one of these filters. */
  readonly listBy?: readonly string[];
  /** Which rows a list shows. Default: those that pass the filters of the contract. */
  test?(call: ApiCall): RowTest<T>;
  /** Default: a page of these rows. */
  list?(call: ApiCall): object;
  /** The members of bodies that are not fields of the row. */
  readonly unwritten?: readonly string[];
  /** Checks a request by the state, and returns values that follow from it. A new row does not exist yet. */
  values?(call: ApiCall, row: T | undefined): object;
  /** Reads the values of a body. Default: the fields of the contract, and the values above. */
  read?(call: ApiCall, row: T | undefined): object;
  /** Adds a row with these values. Default: the least row of the contract. */
  add?(call: ApiCall, values: object): T;
  /** Called before a request deletes a row. It may refuse that. */
  beforeRemoval?(call: ApiCall, row: T): void;
  /** Called after the row was created, updated or deleted; after an update with a copy of the row before it. */
  after?(call: RowCall, row: T, before?: T): void;
  /** Fields that are derived when the row is returned. */
  derived?(data: OrganizationData, row: T): object;
  /** Renders a row. Default: its fields, and the derived ones. */
  render?(call: ApiCall, row: T): object;
}

const verbs = [
  ['list', 'GET', ''],
  ['create', 'POST', ''],
  ['get', 'GET', '{id}/'],
  ['update', 'PUT', '{id}/'],
  ['remove', 'DELETE', '{id}/'],
] as const;

type Handlers = { readonly [Verb in (typeof verbs)[number][0]]?: ApiRoute['handle'] };

/** The routes of these handlers: those that the contract has an operation for. */
export function crudRoutes(base: ApiRoute['path'], handlers: Handlers): ApiRoute[] {
  return verbs.flatMap(([verb, method, place]) => {
    const path: ApiRoute['path'] = `${base}${place}`;
    const handle = handlers[verb];
    const isDescribed = requestRules.paths[path]?.[method] !== undefined;
    return handle !== undefined && isDescribed ? [{ method, path, handle }] : [];
  });
}

/** The routes of a resource: those of its contract. The objects that its bodies name must exist. */
export function routesOfResource(resource: Resource, kinds?: ReferenceKinds): ApiRoute[] {
  const references = resource.read === undefined ? resourceShapes[resource.path].references : {};
  return crudRoutes(resource.path, {
    list: (call) => resource.list?.(call) ?? list(call, resource),
    create: (call) => {
      checkReferences(call, references, kinds);
      const row = createResource(call, resource);
      return respond({ ...call, webhookKeys: 'always' }, resource, row);
    },
    get: (call) => respond(call, resource, find(call, resource)),
    update: (call) => {
      const row = changeableOf(call, resource);
      checkReferences(call, references, kinds);
      changeResource(call, resource, row);
      return respond(call, resource, row);
    },
    remove: (call) => removeRow(call, resource, changeableOf(call, resource)),
  });
}

/** The rows of a resource. */
export function rowsOf(data: OrganizationData, resource: Resource): Table<PlainRow> {
  return resource.rows?.(data) ?? tableOf(data, resource);
}

/** The table of a resource without rows of its own, seeded on first use. */
export function tableOf(data: OrganizationData, resource: Resource): Table<PlainRow> {
  const { path, defaults } = resource;
  const known = data.resources.get(path);
  if (known !== undefined) return known;
  const table = new Table<PlainRow>();
  data.resources.set(path, table);
  const shape = resourceShapes[path];
  const example = exampleRow(data, shape);
  const seeded = resource.seed?.(data) ?? (shape.example === undefined ? [] : [{}]);
  for (const [index, values] of seeded.entries()) {
    const origin = seedOriginOf(data, shape.prefix, index);
    table.add({ id: origin.id, ...fillRow(shape.least, origin), ...example, ...defaults, ...values });
  }
  return table;
}

function list(call: ApiCall, resource: Resource): object {
  const { data, query } = call;
  const { path, listBy = [], orders, isNewestFirst = false } = resource;
  if (listBy.length > 0 && !listBy.some((name) => query.has(name))) {
    throw invalidRequest(`One of these filters is required: ${listBy.join(', ')}`);
  }
  const passes = resource.test?.(call) ?? contractTest(call, resource);
  const test = (row: PlainRow): boolean => resource.isOwn?.(row) !== false && passes(row);
  const render = (row: PlainRow): object => visibleOf(call, resource, row);
  const table = rowsOf(data, resource);
  if (orders !== undefined)
    return listPage(orderedRows(table, { query, fields: orders }), { call, test, render });
  const rows = isNewestFirst ? table.all().toReversed() : table.all();
  return resourceShapes[path].hasMore
    ? listPage(rows, { call, test, render })
    : { data: rows.filter(test).map(render) };
}

/** The test of the filters that the contract names. */
function contractTest(
  { data, query }: ApiCall,
  { path, filters = {} }: Resource,
): (row: PlainRow) => boolean {
  const readers = readersOf<PlainRow>(...resourceShapes[path].filters);
  for (const [name, read] of Object.entries(filters)) readers[name] = (row) => read(row, data);
  return filterTest(query, readers);
}

/** Creates a row from the body of a call. */
export function createResource(call: ApiCall, resource: Resource): PlainRow {
  const values = readBody(call, resource, undefined);
  return resource.add?.(call, values) ?? createRow(call, resource, values);
}

export function createRow(call: RowCall, resource: Resource, values: object): PlainRow {
  const { prefix, least } = resourceShapes[resource.path];
  const origin = newOrigin(call, prefix);
  const row: PlainRow = { id: origin.id, ...fillRow(least, origin), ...resource.defaults, ...values };
  rowsOf(call.data, resource).add(row);
  resource.after?.(call, row);
  return row;
}

/** Changes a row by the body of a call. */
export function changeResource(call: ApiCall, resource: Resource, row: PlainRow): void {
  changeRow(call, { resource, row }, readBody(call, resource, row));
}

function readBody(call: ApiCall, resource: Resource, row: PlainRow | undefined): object {
  if (resource.read !== undefined) return resource.read(call, row);
  return { ...readWritten(call, resource, row), ...resource.values?.(call, row) };
}

/** Changes values of a row, its author and its time. */
export function changeRow(
  call: RowCall,
  { resource, row }: { readonly resource: Resource; readonly row: PlainRow },
  values: object,
): void {
  const before = { ...row };
  rowsOf(call.data, resource).update(row, { ...values, ...touchRow(call, resourceShapes[resource.path]) });
  resource.after?.(call, row, before);
}

/** Deletes a row. */
export function removeRow(call: ApiCall, resource: Resource, row: PlainRow): void {
  resource.beforeRemoval?.(call, row);
  rowsOf(call.data, resource).remove(row);
  resource.after?.(call, row);
}

function find(call: ApiCall, resource: Resource): PlainRow {
  const row = rowOf(call, rowsOf(call.data, resource));
  if (resource.isOwn?.(row) === false) throw notFound();
  return row;
}

function changeableOf(call: ApiCall, resource: Resource): PlainRow {
  const row = find(call, resource);
  if (row['editable'] === false) throw invalidRequest('This object cannot be changed.');
  return row;
}

function respond(call: ApiCall, resource: Resource, row: PlainRow): object {
  return selectFields(visibleOf(call, resource, row), call.query.get('_fields'));
}

/** Renders a row. Fields that begin with an underscore are the sandbox's own, except for `_type`. */
export function renderResource(data: OrganizationData, resource: Partial<Resource>, row: PlainRow): object {
  const shown = Object.entries(row).filter(([name]) => !name.startsWith('_') || name === '_type');
  return { ...Object.fromEntries(shown), ...resource.derived?.(data, row) };
}

function visibleOf(call: ApiCall, resource: Resource, row: PlainRow): object {
  if (resource.render !== undefined) return resource.render(call, row);
  const hidden = resource.hidden?.(call) ?? [];
  const shown = Object.entries(renderResource(call.data, resource, row));
  return Object.fromEntries(shown.filter(([name]) => !hidden.includes(name)));
}
