import { isRecord } from '../../base/is-record.ts';
import { invalidFields } from './api-refusal.ts';

/** The rule of a body field. */
export interface FieldRule {
  readonly type: 'string' | 'integer' | 'boolean' | 'array' | 'object' | 'date' | readonly string[];
  readonly nullable?: boolean;
  readonly required?: boolean;
}

/** The rules of a body. */
export interface BodyRules {
  readonly fields: Readonly<Record<string, FieldRule>>;
  /** Whether unknown fields are refused. */
  readonly closed: boolean;
  /** Whether `custom.cf_…` keys are allowed. */
  readonly custom?: boolean;
}

const customKeyPattern = /^custom\.cf_[0-9A-Za-z]+(?:\.(?:add|remove))?$/;

/**
 * Checks a body.
 *
 * @throws ApiRefusal 400 with one message per wrong field.
 */
export function checkBody(body: Readonly<Record<string, unknown>>, rules: BodyRules): void {
  const errors: Record<string, string> = {};
  for (const [name, rule] of Object.entries(rules.fields)) {
    const problem = findProblem(body[name], rule);
    if (problem !== undefined) errors[name] = problem;
  }
  for (const name of Object.keys(body)) {
    const isKnown =
      Object.hasOwn(rules.fields, name) || (rules.custom === true && customKeyPattern.test(name));
    if (rules.closed && !isKnown) errors[name] = 'Extra inputs are not permitted';
  }
  if (Object.keys(errors).length > 0) throw invalidFields(errors);
}

/**
 * Checks a condition on one field.
 *
 * @throws ApiRefusal 400 with the message unless the condition holds.
 */
export function checkField(condition: boolean, field: string, message: string): asserts condition {
  if (!condition) throw invalidFields({ [field]: message });
}

/** Picks the fields of a body that have a rule, and the `custom.…` keys if they are allowed. */
export function pickFields(
  body: Readonly<Record<string, unknown>>,
  { fields, custom = false }: Pick<BodyRules, 'fields' | 'custom'>,
): Record<string, unknown> {
  const isPicked = (name: string): boolean =>
    Object.hasOwn(fields, name) || (custom && name.startsWith('custom.'));
  return Object.fromEntries(Object.entries(body).filter(([name]) => isPicked(name)));
}

function findProblem(value: unknown, rule: FieldRule): string | undefined {
  if (value === undefined) return rule.required === true ? 'Field required' : undefined;
  if (value === null && rule.nullable === true) return undefined;
  switch (rule.type) {
    case 'integer':
      return Number.isSafeInteger(value) ? undefined : 'Input should be a valid integer';
    case 'array':
      return Array.isArray(value) ? undefined : 'Input should be a valid list';
    case 'object':
      return isRecord(value) ? undefined : 'Input should be a valid object';
    case 'date':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value))
        ? undefined
        : 'Input should be a valid date or datetime';
    case 'string':
    case 'boolean':
      return typeof value === rule.type ? undefined : `Input should be a valid ${rule.type}`;
    default:
      return typeof value === 'string' && rule.type.includes(value)
        ? undefined
        : `Input should be ${rule.type.map((item) => `'${item}'`).join(' or ')}`;
  }
}
