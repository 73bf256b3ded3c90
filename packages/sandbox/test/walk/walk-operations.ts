import { responseSchemaPointer, operationFor } from '@closekit/openapi';
import { openApi } from '../open-api.ts';
import type { ParsedResponse } from '../open-api.ts';
import { problemsOf } from '../open-contract.ts';
import { brokenBody } from './broken-body.ts';
import { differingMembers, isRecord } from './compare-written.ts';
import { contractOperations } from './contract-operation.ts';
import type { ContractOperation } from './contract-operation.ts';
import { createKnownIds } from './known-ids.ts';
import { bodies, firstPaths, keys, parameters, queries } from './set-up.ts';

type Row = Record<string, unknown>;

/** What a walk through every operation has found. */
export interface Walk {
  /** The operations that answered with success. */
  readonly served: readonly string[];
  /** The other operations. */
  readonly unserved: readonly string[];
  /** Any other status than a success. */
  readonly failed: readonly string[];
  /** Responses that violate their schema. */
  readonly invalid: readonly string[];
  /** Members that a read does not return as they were written. */
  readonly differing: readonly string[];
  /** Rows that a list does not have, or that are still there after their deletion. */
  readonly lost: readonly string[];
  /** Operations that accepted a body which their schema refuses. */
  readonly accepted: readonly string[];
}

interface Resource {
  readonly base: string;
  readonly list?: ContractOperation | undefined;
  readonly create?: ContractOperation | undefined;
  readonly get?: ContractOperation | undefined;
  readonly update?: ContractOperation | undefined;
  readonly remove?: ContractOperation | undefined;
}

/**
 * Walks through every operation of the document: creates, reads, lists and changes a row of each resource, sends one
 * body that the schema refuses, runs the operations that are no part of a resource, and deletes the rows.
 */
export async function walkOperations(): Promise<Walk> {
  const walker = createWalker();
  const resources = listResources();
  const rows = new Map<Resource, Row>();
  await walker.meet();
  for (const resource of resources) await walker.prepare(resource);
  for (const resource of resources) {
    const row = await walker.start(resource);
    if (row !== undefined) rows.set(resource, row);
  }
  for (const [resource, row] of rows) await walker.change(resource, row);
  const others = othersThan(resources);
  for (const operation of others) if (operation.method !== 'DELETE') await walker.act(operation);
  for (const [resource, row] of [...rows].toReversed()) await walker.remove(resource, row);
  for (const operation of others) if (operation.method === 'DELETE') await walker.act(operation);
  return walker.result();
}

/** The operations that are no part of a resource. */
function othersThan(resources: readonly Resource[]): ContractOperation[] {
  const known = new Set(resources.flatMap(({ base: _base, ...operations }) => Object.values(operations)));
  return contractOperations.filter((one) => !known.has(one));
}

/** What identifies a row in the path of its resource. */
function keyOf(base: string, row: Row): unknown {
  return keys[base]?.(row) ?? row['id'];
}

function find(method: string, path: string): ContractOperation | undefined {
  return contractOperations.find((one) => one.method === method && one.path === path);
}

function listResources(): Resource[] {
  const ones = [...new Set(contractOperations.map(({ path }) => path))].filter((path) =>
    /\{\w+\}\/$/.test(path),
  );
  const all = ones.map((one) => {
    const base = one.replace(/\{\w+\}\/$/, '');
    return {
      base,
      list: find('GET', base),
      create: find('POST', base),
      get: find('GET', one),
      update: find('PUT', one),
      remove: find('DELETE', one),
    };
  });
  const rank = ({ base }: Resource): number =>
    (firstPaths.indexOf(base) + firstPaths.length + 1) % (firstPaths.length + 1);
  return all
    .filter(({ list, create }) => list !== undefined || create !== undefined)
    .toSorted((a, b) => rank(a) - rank(b));
}

function createWalker() {
  const { call } = openApi({ leads: 30 });
  const known = createKnownIds();
  const found = {
    served: new Set<string>(),
    failed: [] as string[],
    invalid: [] as string[],
    differing: [] as string[],
    lost: [] as string[],
    accepted: [] as string[],
  };

  async function send(operation: ContractOperation, path: string, body?: unknown): Promise<ParsedResponse> {
    const answer = await call(operation.method, path, body);
    const name = `${operation.method} ${operation.path}`;
    if (answer.status === 501) return answer;
    if (answer.status >= 300) found.failed.push(`${name} ${answer.status} ${JSON.stringify(answer.json)}`);
    else {
      found.served.add(operation.id);
      const described = operationFor(operation.method, path.split('?')[0] ?? '');
      const pointer = described && responseSchemaPointer(described, answer.status);
      const [problem] = problemsOf(pointer, answer.json);
      if (problem !== undefined) found.invalid.push(`${name} ${problem}`);
    }
    return answer;
  }

  /** The path of an operation, with ids of existing objects and its query. */
  function pathOf({ method, path, prefixes }: ContractOperation): string {
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const prefix = prefixes[name];
      return (prefix === undefined ? parameters[name] : known.find(prefix, path)) ?? name;
    });
    const query = queries[`${method} ${path}`]?.(known) ?? {};
    const text = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
    return text.size === 0 ? filled : `${filled}?${text.toString()}`;
  }

  function bodyOf({ method, path, body }: ContractOperation): unknown {
    const own = bodies[`${method} ${path}`]?.(known);
    return body === undefined ? undefined : (own ?? known.localize(body.example ?? {}, path));
  }

  async function refuse(operation: ContractOperation, path: string): Promise<void> {
    if (operation.body === undefined) return;
    const broken = brokenBody(operation.body.pointer, bodyOf(operation));
    const { status } = await call(operation.method, path, broken);
    if (status !== 400 && status !== 501)
      found.accepted.push(`${operation.method} ${operation.path} ${status} ${JSON.stringify(broken)}`);
  }

  function compare(operation: ContractOperation, written: unknown, row: unknown): void {
    const names = differingMembers(written, row);
    found.differing.push(
      ...names.map((name) => `${operation.method} ${operation.path} ${name.replace(/cf_\w+/, 'cf_…')}`),
    );
  }

  async function rowsOf(list: ContractOperation): Promise<Row[]> {
    const path = pathOf(list);
    const rows: Row[] = [];
    for (;;) {
      const join = path.includes('?') ? '&' : '?';
      const answer = await send(list, rows.length === 0 ? path : `${path}${join}_skip=${rows.length}`);
      const data: unknown = answer.json?.data;
      if (!Array.isArray(data)) return rows;
      rows.push(...data.filter(isRecord));
      if (answer.json.has_more !== true || data.length === 0) return rows;
    }
  }

  /** The path of a row. */
  function oneOf({ base, create, list }: Resource, row: Row): string {
    const some = create ?? list;
    const folder = some === undefined ? base : (pathOf(some).split('?')[0] ?? base);
    return `${folder}${encodeURI(String(keyOf(base, row)))}/`;
  }

  return {
    /** Notes the objects that belong to the user, and makes a merge, which only its activity tells of. */
    meet: async () => {
      const [source, destination] = [await call('POST', '/lead/', {}), await call('POST', '/lead/', {})];
      await call('POST', '/lead/merge/', { source: source.json.id, destination: destination.json.id });
      const { json } = await call('GET', '/me/');
      known.add('/organization/', json.organizations[0].id);
      known.add('/membership/', json.memberships[0].id);
    },
    /** Notes the seeded rows. */
    prepare: async ({ base, list }: Resource) => {
      if (list === undefined || queries[`GET ${list.path}`] !== undefined) return;
      const { json, status } = await call('GET', pathOf(list));
      if (status !== 200) return;
      for (const row of [...json.data].toReversed()) known.add(base, row.id);
    },
    /** Creates a row, and finds it. Without a creation it is a seeded one. */
    start: async (resource: Resource): Promise<Row | undefined> => {
      const { base, list, create, get } = resource;
      if (create === undefined) return list && (await rowsOf(list))[0];
      const path = pathOf(create);
      await refuse(create, path);
      const body = bodyOf(create);
      const { json, status } = await send(create, path, body);
      if (status >= 300 || !isRecord(json)) return undefined;
      compare(create, body, json);
      known.add(base, json['id']);
      if (get !== undefined) compare(get, json, (await send(get, oneOf(resource, json))).json);
      return json;
    },
    /** Changes a row, and reads the change. */
    change: async (resource: Resource, row: Row) => {
      const { base, list, get, update } = resource;
      if (list !== undefined && !(await rowsOf(list)).some((one) => keyOf(base, one) === keyOf(base, row)))
        found.lost.push(`GET ${base}`);
      const path = oneOf(resource, row);
      if (get !== undefined) await send(get, path);
      if (update === undefined) return;
      await refuse(update, path);
      const body = bodyOf(update);
      const { json } = await send(update, path, body);
      compare(update, body, get === undefined ? json : (await send(get, path)).json);
    },
    /** Deletes a row, and misses it. */
    remove: async (resource: Resource, row: Row) => {
      const { base, list, get, remove } = resource;
      if (remove === undefined) return;
      const path = oneOf(resource, row);
      const { status } = await send(remove, path);
      if (status >= 300) return;
      known.remove(row['id']);
      if (get !== undefined && (await call('GET', path)).status !== 404) found.lost.push(`DELETE ${base}`);
      const isListed =
        list !== undefined && (await rowsOf(list)).some((one) => keyOf(base, one) === keyOf(base, row));
      if (isListed) found.lost.push(`DELETE ${base} in the list`);
    },
    /** Runs an operation that is no part of a resource. */
    act: async (operation: ContractOperation) => {
      const path = pathOf(operation);
      await refuse(operation, path);
      const body = bodyOf(operation);
      const { json } = await send(operation, path, body);
      if (isRecord(json)) known.add(operation.path, json['id']);
    },
    result: (): Walk => ({
      ...found,
      served: [...found.served].toSorted(),
      unserved: contractOperations
        .map(({ id }) => id)
        .filter((id) => !found.served.has(id))
        .toSorted(),
    }),
  };
}
