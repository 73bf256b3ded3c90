import type { Zone } from './date-span.ts';
import type { Field, FieldType } from './object-kind.ts';
import { fieldTypes } from './object-kind.ts';
import { anyValue, notUnderstood } from './query-context.ts';
import type { QueryContext } from './query-context.ts';
import { resolveMoment } from './resolve-moment.ts';
import { readShape } from './search-shapes.ts';
import type { Shaped } from './search-shapes.ts';
import { textModes, textTest } from './text-test.ts';
import type { TextTest } from './text-test.ts';
import { timeOf } from './value-test.ts';
import type { ValueTest } from './value-test.ts';

type Condition = Shaped<'condition'>;

const fittingTypes: Readonly<Record<Condition['type'], readonly FieldType[]>> = {
  text: ['text', 'exact'],
  term: ['exact', 'text', 'user'],
  boolean: ['boolean'],
  exists: fieldTypes,
  current_user: ['user'],
  reference: ['exact', 'user'],
  number_range: ['number'],
  moment_range: ['date'],
};

/** Compiles a condition of the search grammar on a field. Of a list, one value must meet it. */
export function conditionTest(
  raw: unknown,
  field: Field & { name: string },
  context: QueryContext,
): ValueTest {
  const condition = readShape('condition', raw, context);
  if (condition === undefined) return () => false;
  if (!fittingTypes[condition.type].includes(field.type)) {
    const message = `The sandbox does not know the condition "${condition.type}" on the field "${field.name}".`;
    return notUnderstood(context, 'query', message);
  }
  const test = compileCondition(condition, context);
  return (value) => anyValue(value, test);
}

function compileCondition(condition: Condition, context: QueryContext): ValueTest {
  switch (condition.type) {
    case 'text': {
      const test = modeTest(condition, context);
      return (value) => test([String(value)]);
    }
    case 'term':
      return isOneOf(condition['values']);
    case 'boolean':
      return (value) => value === condition['value'];
    case 'exists':
      return () => true;
    case 'current_user':
      return (value) => value === context.user.id;
    case 'reference':
      return isOneOf(condition['object_ids']);
    case 'number_range':
      return rangeTest(condition, Number);
    default:
      return momentTest(condition, context);
  }
}

/** Compiles the mode and the words of a text query or of a text condition. */
export function modeTest(
  { mode, value }: Readonly<Record<string, unknown>>,
  context: QueryContext,
): TextTest {
  const known = textModes.find((name) => name === mode);
  if (known !== undefined) return textTest(String(value), known);
  return notUnderstood(context, 'query', `The sandbox does not know the text mode ${JSON.stringify(mode)}.`);
}

function isOneOf(wanted: unknown): ValueTest {
  const values = new Set(Array.isArray(wanted) ? wanted.map(String) : []);
  return (value) => values.has(String(value));
}

function momentTest(condition: Condition, context: QueryContext): ValueTest {
  const {
    on_or_after: from,
    after,
    on_or_before: upTo,
    before,
    gte = from,
    gt = after,
    lte = upTo,
  } = condition;
  const zone: Zone = { now: context.now, zoneMs: context.timeZoneMs };
  const test = rangeTest({ gte, gt, lte, lt: condition['lt'] ?? before }, (bound) =>
    resolveMoment(bound, context),
  );
  return (value) => test(timeOf(value, zone));
}

/** Compiles up to four bounds; those that are `null` or missing are open. */
function rangeTest(bounds: Readonly<Record<string, unknown>>, read: (bound: unknown) => number): ValueTest {
  const bound = (name: string, open: number): number => {
    const given = bounds[name];
    return given === undefined || given === null ? open : read(given);
  };
  const [above, from] = [bound('gt', -Infinity), bound('gte', -Infinity)];
  const [below, upTo] = [bound('lt', Infinity), bound('lte', Infinity)];
  return (value) =>
    typeof value === 'number' && value > above && value >= from && value < below && value <= upTo;
}
