import type { Operation } from './operation.ts';
import { parseOperation } from './parse-operations.ts';

/** An operation, and what all its calls share. */
export interface Plan {
  readonly operation: Operation;
  /** Names of the path parameters, in order. */
  readonly names: readonly string[];
  /** The path around its parameters: one piece more than names. */
  readonly pieces: readonly string[];
  /** The calls that share a rate limit: `GET /lead/{id}/`. */
  readonly group: string;
}

const plans = new Map<string, Plan>();

/** Parses the row of an operation once. A program calls few of them, so this happens at the first call. */
export function planOf(row: string): Plan {
  let plan = plans.get(row);
  if (!plan) plans.set(row, (plan = createPlan(parseOperation(row))));
  return plan;
}

/** Prepares an operation for its calls. */
export function createPlan(operation: Operation): Plan {
  const { method, path } = operation;
  const parts = path.split(/\{(\w+)\}/);
  return {
    operation,
    names: parts.filter((_, index) => index % 2 === 1),
    pieces: parts.filter((_, index) => index % 2 === 0),
    group: `${method} ${path}`,
  };
}
