import type { Operation } from './operation.ts';
import { parseOperation } from './parse-operations.ts';
import type { WriteRules } from './write-rules.ts';

/** An operation, and what all its calls share. */
export interface Plan {
  readonly operation: Operation;
  /** The path: text and names of parameters in turn, text at both ends. */
  readonly parts: readonly string[];
  /** The calls that share a rate limit: `GET /lead/{id}/`. */
  readonly group: string;
  /** Of an operation that may write. */
  readonly rules: WriteRules | undefined;
}

const plans = new Map<string, Plan>();

/** Parses the row of an operation once. A program calls few of them, so this happens at the first call. */
export function planOf(row: string, rules?: WriteRules): Plan {
  return plans.get(row) ?? addPlan(row, createPlan(parseOperation(row), rules));
}

/** Parses the row of a GET without pages and `segments`: id, path and method. */
export function planGet(row: string): Plan {
  return plans.get(row) ?? addPlan(row, createPlan(toGet(row)));
}

function toGet(row: string): Operation {
  const [id = '', path = ''] = row.split(' ');
  return { id, path, method: 'GET', read: true };
}

function addPlan(row: string, plan: Plan): Plan {
  plans.set(row, plan);
  return plan;
}

/** Prepares an operation for its calls. */
export function createPlan(operation: Operation, rules?: WriteRules): Plan {
  const { method, path } = operation;
  return { operation, parts: path.split(/[{}]/), group: `${method} ${path}`, rules };
}
