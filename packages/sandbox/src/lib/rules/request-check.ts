import { isRecord } from '../base/is-record.ts';
import { checkBoolean, checkChoice, checkName, checkNumber, checkText, choiceText } from './check-scalar.ts';
import { counted, matches } from './check-scalar.ts';
import type { OperationRules, RuleNode, RuleOf, RuleTable } from './rule-table.ts';
import { noViolations, unknownName, violation, within } from './violation.ts';
import type { Violation } from './violation.ts';

/** The violations of a request by top-level member; an inner place is part of the message. */
export interface RequestFindings {
  /** What Close refuses too, in its words. */
  readonly errors: Readonly<Record<string, string>>;
  /** What only the sandbox refuses: the contract does not describe it. */
  readonly unknown: Readonly<Record<string, string>>;
}

/** Checks the parts of requests by operation, such as `POST /lead/`. */
export interface RequestCheck {
  readonly body: (operation: string, body: Readonly<Record<string, unknown>>) => RequestFindings;
  /** Reads lists, numbers and booleans from text. An empty value is no value. */
  readonly query: (operation: string, query: URLSearchParams) => RequestFindings;
  readonly path: (operation: string, params: Readonly<Record<string, string>>) => RequestFindings;
  /** The members of a body without effect in the sandbox. `custom` stands for all custom fields. */
  readonly unsupported: (operation: string) => readonly string[];
}

export interface CheckedOperation extends OperationRules {
  /** Its name in the contract: `leads_get`. */
  readonly id: string;
  readonly params: number | undefined;
}

/** The operations of a table by method and path, such as `POST /lead/`. */
export function operationsIn({ paths }: RuleTable): ReadonlyMap<string, CheckedOperation> {
  return new Map(
    Object.entries(paths).flatMap(([path, { name, params, ...methods }]) =>
      Object.entries(methods).map(([method, rules]) => [
        `${method} ${path}`,
        { ...rules, id: `${name}${rules.verb}`, params },
      ]),
    ),
  );
}

export function createRequestCheck(table: RuleTable): RequestCheck {
  const { nodes } = table;
  const operations = operationsIn(table);
  const inText = { nodes, isText: true };
  const inJson = { nodes, isText: false };
  return {
    body: (operation, body) => {
      const place = operations.get(operation)?.body;
      return toFindings(place === undefined ? unknownMembers(body) : checkValue(inJson, place, body));
    },
    query: (operation, query) => {
      const place = operations.get(operation)?.query;
      const given = Object.fromEntries([...query].filter(([, value]) => value !== ''));
      const found = place === undefined ? unknownMembers(given) : checkValue(inText, place, given);
      return toFindings([...found, ...repeated(query)]);
    },
    path: (operation, params) =>
      toFindings(checkValue(inText, operations.get(operation)?.params ?? -1, params)),
    unsupported: (operation) => operations.get(operation)?.unsupported ?? [],
  };
}

function unknownMembers(given: Readonly<Record<string, unknown>>): Violation[] {
  return Object.keys(given).map((name) => unknownName(name, [name]));
}

/** Close takes lists as one comma-separated value; which of several values it reads is not known. */
function repeated(query: URLSearchParams): Violation[] {
  const names = [...new Set(query.keys())].filter((name) => query.getAll(name).length > 1);
  return names.map((name) => ({
    path: [name],
    message: 'The sandbox takes a list as one comma-separated value',
    isOwn: true,
  }));
}

function toFindings(found: readonly Violation[]): RequestFindings {
  const findings = { errors: {}, unknown: {} };
  for (const { path, message, isOwn } of found) {
    const [name = 'body', ...inner] = path;
    const target: Record<string, string> = isOwn === true ? findings.unknown : findings.errors;
    const owners = inner.length > 0 ? ` in ${path.slice(0, -1).join('.')}` : '';
    const place = inner.length > 0 ? `${inner.join('.')}: ` : '';
    target[name] ??= isOwn === true ? `${message}${owners}.` : place + message;
  }
  return findings;
}

interface CheckContext {
  readonly nodes: readonly RuleNode[];
  /** Whether values are the text of a query or path: lists, numbers and booleans are read from it. */
  readonly isText: boolean;
}

type Check = (context: CheckContext, place: number, value: unknown) => readonly Violation[];

const checkValue: Check = (context, place, value) => {
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
