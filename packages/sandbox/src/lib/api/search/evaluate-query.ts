import { isRecord } from '../../base/is-record.ts';
import type { JsonObject } from '../../base/is-record.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { invalidFields } from '../base/api-refusal.ts';
import { matchesText, meetsCondition } from './meets-condition.ts';
import type { ConditionContext } from './meets-condition.ts';
import { relatedObjects, textsOf } from './search-object.ts';
import type { SearchObject } from './search-object.ts';

/** The context of a search. */
export interface QueryContext extends ConditionContext {
  readonly data: OrganizationData;
}

/** Whether an object matches a query of the search grammar. */
export function evaluateQuery(query: JsonObject, object: SearchObject, context: QueryContext): boolean {
  return isMatch(query, object, context) !== (query['negate'] === true);
}

/** The object types that a query names. Default: leads. */
export function objectTypesOf(query: JsonObject): string[] {
  const types = new Set(collectTypes(query));
  return types.size === 0 ? ['lead'] : [...types];
}

/** The parts of an `and` or `or` query. */
function partsOf(query: JsonObject): JsonObject[] {
  if (!Array.isArray(query['queries']))
    throw invalidFields({ query: '`and` and `or` require a list of queries' });
  return query['queries'].map(asQuery);
}

/** Checks that a query is an object with a type. */
export function asQuery(value: unknown): JsonObject {
  if (isRecord(value) && 'type' in value) return value;
  throw invalidFields({ query: 'A query must be an object with a type' });
}

function isMatch(query: JsonObject, object: SearchObject, context: QueryContext): boolean {
  switch (query['type']) {
    case 'and':
      return partsOf(query).every((part) => evaluateQuery(part, object, context));
    case 'or':
      return partsOf(query).some((part) => evaluateQuery(part, object, context));
    case 'object_type':
      return object.type === query['object_type'];
    case 'id':
      return object.id === query['value'];
    case 'match_all':
      return true;
    case 'text':
      return matchesText(textsOf(context.data, object).join(' \n '), String(query['value']), query['mode']);
    case 'field_condition':
      return meetsCondition(valueOf(asQuery(query['field']), object), asQuery(query['condition']), context);
    case 'has_related':
      return relatedObjects(context.data, object, String(query['related_object_type'])).some((related) =>
        evaluateQuery(asQuery(query['related_query']), related, context),
      );
    default:
      throw invalidFields({ query: `Unknown query type: ${String(query['type'])}` });
  }
}

function valueOf(field: JsonObject, object: SearchObject): unknown {
  if (field['type'] === 'custom_field') return object.fields[`custom.${String(field['custom_field_id'])}`];
  return field['object_type'] === object.type ? object.fields[String(field['field_name'])] : undefined;
}

function collectTypes(query: JsonObject): string[] {
  if (query['type'] === 'object_type' && query['negate'] !== true) return [String(query['object_type'])];
  return query['type'] === 'and' || query['type'] === 'or' ? partsOf(query).flatMap(collectTypes) : [];
}
