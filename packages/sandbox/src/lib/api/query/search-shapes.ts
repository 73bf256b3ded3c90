import { isRecord } from '../../base/is-record.ts';
import type { JsonObject } from '../../base/is-record.ts';
import { notUnderstood } from './query-context.ts';
import type { QueryContext } from './query-context.ts';

/** The types of the objects of the search grammar. */
interface ShapeTypes {
  query:
    | 'and'
    | 'or'
    | 'object_type'
    | 'id'
    | 'text'
    | 'field_condition'
    | 'has_related'
    | 'saved_search'
    | 'match_all';
  field: 'regular_field' | 'custom_field';
  condition:
    | 'text'
    | 'term'
    | 'boolean'
    | 'exists'
    | 'current_user'
    | 'reference'
    | 'number_range'
    | 'moment_range';
  moment: 'now' | 'fixed_utc' | 'fixed_local_date' | 'start_end_of_predefined_relative_period' | 'offset';
}

/** The names of the members of each type, besides `type`. */
const shapes: { readonly [S in keyof ShapeTypes]: Readonly<Record<ShapeTypes[S], string>> } = {
  query: {
    and: 'negate queries',
    or: 'negate queries',
    object_type: 'negate object_type',
    id: 'negate value',
    text: 'negate value mode',
    field_condition: 'negate field condition',
    has_related: 'negate this_object_type related_object_type related_query',
    saved_search: 'negate saved_search_id',
    match_all: 'negate',
  },
  field: { regular_field: 'object_type field_name', custom_field: 'custom_field_id' },
  condition: {
    text: 'value mode',
    term: 'values',
    boolean: 'value',
    exists: '',
    current_user: '',
    reference: 'reference_type object_ids',
    number_range: 'gt gte lt lte',
    moment_range: 'on_or_after before after on_or_before gt gte lt lte',
  },
  moment: {
    now: '',
    fixed_utc: 'value',
    fixed_local_date: 'value which',
    start_end_of_predefined_relative_period: 'range which',
    offset: 'direction moment offset which_day_end',
  },
};

/** An object of the search grammar whose type and members are known. */
export type Shaped<S extends keyof ShapeTypes> = JsonObject & { readonly type: ShapeTypes[S] };

/** Checks the type and the names of an object of the grammar; `undefined` after noting what is not understood. */
export function readShape<S extends keyof ShapeTypes>(
  shape: S,
  value: unknown,
  context: QueryContext,
): Shaped<S> | undefined {
  if (!isShaped(shape, value)) {
    const type = isRecord(value) ? JSON.stringify(value['type']) : 'that is not an object';
    notUnderstood(context, 'query', `The sandbox does not know the ${shape} type ${type}.`);
    return undefined;
  }
  const members: Readonly<Record<string, string>> = shapes[shape];
  const known = ['type', ...(members[value.type]?.split(' ') ?? [])];
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown === undefined) return value;
  const owner = `the ${shape} type "${value.type}"`;
  notUnderstood(context, 'query', `The sandbox does not know the member "${unknown}" of ${owner}.`);
  return undefined;
}

function isShaped<S extends keyof ShapeTypes>(shape: S, value: unknown): value is Shaped<S> {
  return isRecord(value) && typeof value['type'] === 'string' && Object.hasOwn(shapes[shape], value['type']);
}
