import { isRecord } from '../base/is-record.ts';
import { checkBoolean, checkChoice, checkName, checkNumber, checkText, choiceText } from './check-scalar.ts';
import { counted, matches } from './check-scalar.ts';
import type { RuleNode, RuleOf } from './rule-table.ts';
import { noViolations, unknownName, violation, within } from './violation.ts';
import type { Violation } from './violation.ts';

export interface CheckContext {
  readonly nodes: readonly RuleNode[];
  /** Whether values are the text of a query or path: lists, numbers and booleans are read from it. */
  readonly isText: boolean;
}

type Check = (context: CheckContext, place: number, value: unknown) => readonly Violation[];

export const checkValue: Check = (context, place, value) => {
  const rule = context.nodes[place];
  if (rule === undefined || (value === null && rule.nullable === true)) return noViolations;
  const found = checkKind(context, rule, value);
  if (rule.own === undefined || found.length > 0) return found;
  return checkValue(context, rule.own, value).map((one) => ({ ...one, isOwn: true }));
};

function checkKind(context: CheckContext, rule: RuleNode, value: unknown): readonly Violation[] {
  const { isText } = context;
  if (rule.kind === 'any') return noViolations;
  if (rule.kind === 'text') return checkText(rule, value);
  if (rule.kind === 'name') return checkName(rule, value);
  if (rule.kind === 'boolean') return checkBoolean(value, isText);
  if (rule.kind === 'choice') return checkChoice(rule, value, isText);
  if (rule.kind === 'list') return checkList(context, rule, value);
  if (rule.kind === 'object') return checkObject(context, rule, value);
  if (rule.kind === 'tagged') return checkTagged(context, rule, value);
  if (rule.kind === 'union') return checkUnion(context, rule, value);
  return checkNumber(rule, value, isText);
}

function checkList(context: CheckContext, rule: RuleOf<'list'>, value: unknown): readonly Violation[] {
  const items: unknown = context.isText ? String(value).split(',') : value;
  if (!Array.isArray(items)) return violation('Input should be a valid list');
  const { min = 0, max = Infinity } = rule;
  const size = `after validation, not ${items.length}`;
  if (items.length < min) return violation(`List should have at least ${counted(min, 'item')} ${size}`);
  if (items.length > max) return violation(`List should have at most ${counted(max, 'item')} ${size}`);
  return items.flatMap((item, index) => within(String(index), checkValue(context, rule.items, item)));
}

function checkObject(context: CheckContext, rule: RuleOf<'object'>, value: unknown): readonly Violation[] {
  if (!isRecord(value)) return violation('Input should be a valid dictionary');
  const required = Object.entries(rule.members ?? {}).filter(([, place]) => place < 0);
  const missing = required.filter(([name]) => !Object.hasOwn(value, name));
  return [
    ...missing.map(([name]) => ({ path: [name], message: 'Field required' })),
    ...Object.entries(value).flatMap(([name, item]) =>
      within(name, checkMember(context, rule, [name, item])),
    ),
  ];
}

function checkMember(
  context: CheckContext,
  { members = {}, patterns = {}, others }: RuleOf<'object'>,
  [name, value]: readonly [string, unknown],
): readonly Violation[] {
  const known = Object.hasOwn(members, name) ? members[name] : undefined;
  if (known !== undefined) return checkValue(context, known < 0 ? ~known : known, value);
  const pattern = Object.keys(patterns).find((one) => matches(one, name));
  const rule = pattern === undefined ? others : patterns[pattern];
  if (rule === undefined) return [unknownName(name)];
  return rule === 'closed' ? violation('Extra inputs are not permitted') : checkValue(context, rule, value);
}

function checkTagged(
  context: CheckContext,
  { tag, cases }: RuleOf<'tagged'>,
  value: unknown,
): readonly Violation[] {
  if (!isRecord(value)) return violation('Input should be a valid dictionary');
  if (!Object.hasOwn(value, tag)) return within(tag, violation('Field required'));
  const name = String(value[tag]);
  const rule = Object.hasOwn(cases, name) ? cases[name] : undefined;
  if (rule !== undefined) return checkValue(context, rule, value);
  return within(tag, violation(`Input should be ${choiceText(Object.keys(cases))}`));
}

/** Of the alternatives, the one that the value comes closest to explains. */
function checkUnion(context: CheckContext, { of }: RuleOf<'union'>, value: unknown): readonly Violation[] {
  const results = of.map((place) => checkValue(context, place, value));
  const [nearest = noViolations] = results.toSorted((a, b) => distanceOf(a) - distanceOf(b));
  return nearest;
}

/** Fewer real violations are nearer; deeper ones are nearer still. */
function distanceOf(found: readonly Violation[]): number {
  const real = found.filter(({ isOwn }) => isOwn !== true);
  const depth = Math.max(0, ...real.map(({ path }) => path.length));
  return real.length === 0 ? found.length / 1000 : real.length + 1000 / (depth + 1);
}
