import { checkValue } from './check-value.ts';
import type { OperationRules, RuleTable } from './rule-table.ts';
import { noViolations, unknownName } from './violation.ts';
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
    path: (operation, params) => {
      const place = operations.get(operation)?.params;
      return toFindings(place === undefined ? noViolations : checkValue(inText, place, params));
    },
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
