import type { JsonObject } from '../../base/is-record.ts';
import type { Zone } from './date-span.ts';
import type { Field, FieldType } from './object-kind.ts';
import { notUnderstood } from './query-context.ts';
import type { QueryContext } from './query-context.ts';
import { resolveMoment } from './resolve-moment.ts';
import { textModes, textTest } from './text-test.ts';
import type { TextTest } from './text-test.ts';
import { timeOf } from './value-test.ts';
import type { ValueTest } from './value-test.ts';

/** The conditions of the search grammar, with the types of the fields that they fit. */
const conditions: ReadonlyMap<unknown, readonly FieldType[]> = new Map([
  ['text', ['text', 'exact']],
  ['term', ['exact', 'text', 'user']],
  ['boolean', ['boolean']],
  ['exists', ['exact', 'text', 'number', 'date', 'boolean', 'user']],
  ['current_user', ['user']],
  ['reference', ['exact', 'user']],
  ['number_range', ['number']],
  ['moment_range', ['date']],
]);

/** Compiles a condition of the search grammar on a value of a field. */
export function conditionTest(
  condition: JsonObject,
  field: Field & { readonly name: string },
  context: QueryContext,
): ValueTest {
  const { type } = condition;
  if (conditions.get(type)?.includes(field.type) !== true) {
    const names = `the condition ${JSON.stringify(type)} on the field "${field.name}"`;
    return notUnderstood(context, 'query', `The sandbox does not know ${names}.`);
  }
  switch (type) {
    case 'text': {
      const test = modeTest(condition, context);
      return (value) => test([String(value)]);
    }
    case 'boolean':
      return (value) => value === condition['value'];
    case 'exists':
      return () => true;
    case 'current_user':
      return (value) => value === context.user.id;
    case 'number_range':
      return rangeTest(condition, Number);
    case 'moment_range':
      return momentTest(condition, context);
    default:
      return isOneOf(condition[type === 'term' ? 'values' : 'object_ids']);
  }
}

/** Compiles the mode and the words of a text query or of a text condition. */
export function modeTest({ mode, value }: JsonObject, context: QueryContext): TextTest {
  const known = textModes.find((name) => name === mode);
  if (known !== undefined) return textTest(String(value), known);
  return notUnderstood(context, 'query', `The sandbox does not know the text mode ${JSON.stringify(mode)}.`);
}

function isOneOf(wanted: unknown): ValueTest {
  const values = new Set(Array.isArray(wanted) ? wanted.map(String) : []);
  return (value) => values.has(String(value));
}

function momentTest(condition: JsonObject, context: QueryContext): ValueTest {
  const { on_or_after: gte, after: gt, on_or_before: lte, before: lt } = condition;
  const zone: Zone = { now: context.now, zoneMs: context.timeZoneMs };
  const test = rangeTest({ gte, gt, lte, lt }, (bound) => resolveMoment(bound, context));
  return (value) => test(timeOf(value, zone));
}

/** Compiles up to four bounds; those that are `null` or missing are open. */
function rangeTest(bounds: JsonObject, read: (bound: unknown) => number): ValueTest {
  const boundOf = (name: string, open: number): number => {
    const bound = bounds[name] ?? null;
    return bound === null ? open : read(bound);
  };
  const [gt, gte] = [boundOf('gt', -Infinity), boundOf('gte', -Infinity)];
  const [lt, lte] = [boundOf('lt', Infinity), boundOf('lte', Infinity)];
  return (value) => {
    const number = Number(value);
    return number > gt && number >= gte && number < lt && number <= lte;
  };
}
