import type { RuleOf } from './rule-table.ts';
import { noViolations, unknownName, violation } from './violation.ts';
import type { Violation } from './violation.ts';

const datePattern = /^\d{4}-\d{2}-\d{2}$/;
const momentPattern =
  /^(\d{4}-\d{2}-\d{2})(?:[T ]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+ -]\d{2}:?\d{2})?)?$/i;

const formats = {
  date: { isValid: isDate, message: 'Input should be a valid date or datetime' },
  'date-time': { isValid: isMoment, message: 'Input should be a valid datetime or date' },
  email: {
    isValid: (text: string) => /^[^\s@]+@[^\s@]+$/.test(text),
    message: 'value is not a valid email address',
  },
  uri: { isValid: (text: string) => URL.canParse(text), message: 'Input should be a valid URL' },
} as const;

const expressions = new Map<string, RegExp>();

export function checkText(
  { min = 0, max, pattern, format }: RuleOf<'text'>,
  value: unknown,
): readonly Violation[] {
  if (typeof value !== 'string') return violation('Input should be a valid string');
  const { length } = Array.from(value);
  if (length < min) return violation(`String should have at least ${counted(min, 'character')}`);
  if (max !== undefined && length > max) {
    return violation(`String should have at most ${counted(max, 'character')}`);
  }
  if (pattern !== undefined && !matches(pattern, value)) {
    return violation(`String should match pattern '${pattern}'`);
  }
  if (format === undefined || formats[format].isValid(value)) return noViolations;
  return violation(formats[format].message);
}

export function checkName({ names }: RuleOf<'name'>, value: unknown): readonly Violation[] {
  const name = String(value).trim();
  const isKnown = names.includes(name) || name === '_all' || /^custom(?:$|\.)/.test(name);
  return isKnown ? noViolations : [unknownName(name)];
}

export function checkNumber(
  rule: RuleOf<'number' | 'integer'>,
  value: unknown,
  isText: boolean,
): readonly Violation[] {
  const type = rule.kind === 'integer' ? 'integer' : 'number';
  const message = `Input should be a valid ${type}`;
  if (isText && !/^-?\d+(?:\.\d+)?$/.test(String(value))) {
    return violation(`${message}, unable to parse string as an ${type}`);
  }
  const number = isText ? Number(value) : value;
  if (typeof number !== 'number') return violation(message);
  if (rule.kind === 'integer' && !Number.isInteger(number)) return violation(message);
  const { min, max, above, below } = rule;
  if (min !== undefined && number < min) return violation(`Input should be greater than or equal to ${min}`);
  if (max !== undefined && number > max) return violation(`Input should be less than or equal to ${max}`);
  if (above !== undefined && number <= above) return violation(`Input should be greater than ${above}`);
  if (below !== undefined && number >= below) return violation(`Input should be less than ${below}`);
  return noViolations;
}

export function checkBoolean(value: unknown, isText: boolean): readonly Violation[] {
  if (typeof value === 'boolean' || (isText && (value === 'true' || value === 'false'))) return noViolations;
  return violation(`Input should be a valid boolean${isText ? ', unable to interpret input' : ''}`);
}

export function checkChoice(
  { values }: RuleOf<'choice'>,
  value: unknown,
  isText: boolean,
): readonly Violation[] {
  if (values.some((choice) => choice === value || (isText && String(choice) === value))) return noViolations;
  return violation(`Input should be ${choiceText(values)}`);
}

/** A list of choices in words: `'a', 'b' or 'c'`. */
export function choiceText(values: readonly unknown[]): string {
  const texts = values.map((value) => (typeof value === 'string' ? `'${value}'` : String(value)));
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`;
}

/** A number and its noun: `1 item`, `2 items`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

export function matches(pattern: string, text: string): boolean {
  const expression = expressions.get(pattern) ?? new RegExp(pattern, 'u');
  expressions.set(pattern, expression);
  return expression.test(text);
}

function isDate(text: string): boolean {
  if (!datePattern.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** Tells whether text is a moment as Close writes it. In a query the `+` of an offset may arrive as a space. */
function isMoment(text: string): boolean {
  const [, day] = momentPattern.exec(text) ?? [];
  return day !== undefined && isDate(day);
}
