import { inputIn } from './affected-queries.ts';
import type { CachedQuery } from './affected-queries.ts';
import { fieldIn } from '../base/field-in.ts';
import { isOlder } from './is-older.ts';
import { isRecord } from '../base/is-record.ts';
import { replaceEntity } from './replace-entity.ts';

/** The object with the id of a written entity: the entity, or the part of it that a query selects. */
export type Entity = Readonly<Record<string, unknown>>;

/** A change of one entity, wherever the cache holds it. */
export interface WrittenEntity {
  /** The id of the written entity. */
  readonly id: string;
  /** Whether a query may hold the entity. */
  readonly isAffected: (query: CachedQuery) => boolean;
  /** Returns the entity after the write; `undefined` removes it from the lists. */
  readonly change: (entity: Entity) => unknown;
}

/**
 * Applies a write to the data of a query. An entity that is removed from the lists stays in the query that
 * reads it alone.
 */
export function applyWrite(
  query: CachedQuery,
  data: unknown,
  { id, isAffected, change }: WrittenEntity,
): unknown {
  // The event log holds earlier states of the entity.
  if (query.queryKey[2] === 'events' || !isAffected(query)) return data;
  const { _fields, body } = inputIn(query.queryKey);
  const selected = _fields ?? fieldIn(body, '_fields');
  return replaceEntity(data, id, (entity) => selectFields(change(entity), entity, selected)) ?? data;
}

/** No query gains a field that it does not select. */
function selectFields(changed: unknown, entity: Entity, selected: unknown): unknown {
  if (!isRecord(changed) || Object(selected) !== selected) return changed;
  // A list of names, or one for each type of object.
  const names: unknown[] = Object.values(Object(selected)).flat();
  return Object.fromEntries(
    Object.entries(changed).filter(([name]) => name in entity || names.includes(name)),
  );
}

/**
 * Updates an entity by the response to a write, unless the response is older than the entity.
 *
 * @param change - The optimistic update, whose values the response overrides.
 */
export function withResponse(
  entity: Entity,
  response: unknown,
  change: (entity: Entity) => unknown = (same) => same,
): unknown {
  return isOlder(response, entity) ? entity : overlay(change(entity), response);
}

/** Takes the values of the response for the fields that the entity has. */
function overlay(entity: unknown, response: unknown): unknown {
  if (!isRecord(entity) || !isRecord(response) || entity['id'] !== response['id']) return entity;
  return Object.fromEntries(
    Object.entries(entity).map(([name, value]) => [name, name in response ? response[name] : value]),
  );
}
