import { assertArgument } from '../base/assert-argument.ts';
import type { Argument } from '../base/assert-argument.ts';
import { isRefused } from '../errors/is-refused.ts';
import { toJsonBody } from './json-body.ts';
import { encodeSteps } from './encode-step.ts';
import type { Operation } from './operation.ts';

/** What most GETs do not need. A bundle without the other operations does not contain it. */
export interface WriteRules {
  /** Encodes a path parameter of one or several steps. */
  readonly encodeSteps: (value: unknown, argument: Argument) => string;
  /** Serialises a body. */
  readonly toBody: (body: object, operation: string) => string;
  /** Refuses filters that would be lost. */
  readonly assertFilters: (filters: Readonly<Record<string, unknown>>, operation: Operation) => void;
  /** Whether a failure proves that the server has not seen the request. */
  readonly isRefused: (cause: unknown) => boolean;
}

/** The rules of operations that may write. */
export const writeRules: WriteRules = { encodeSteps, toBody: toJsonBody, assertFilters, isRefused };

/** Empty lists are not sent, and a bulk write without its filter changes everything. */
function assertFilters(filters: Readonly<Record<string, unknown>>, { id, method }: Operation): void {
  if (method === 'GET') return;
  for (const [name, value] of Object.entries(filters)) {
    const isLost = Array.isArray(value) && value.length === 0;
    assertArgument(!isLost, [id, name], 'a value or a non-empty list');
  }
}
