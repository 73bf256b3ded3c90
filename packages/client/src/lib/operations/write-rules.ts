import { assertArgument } from '../base/assert-argument.ts';
import { toJsonBody } from './json-body.ts';
import type { Operation } from './operation.ts';

/** What operations other than a GET need in addition. A bundle that only reads does not contain it. */
export interface WriteRules {
  /** Serialises a body. */
  readonly toBody: (body: object, operation: string) => string;
  /** Refuses filters that would be lost. */
  readonly assertFilters: (filters: Readonly<Record<string, unknown>>, operation: Operation) => void;
}

/** The rules of operations that may write. */
export const writeRules: WriteRules = { toBody: toJsonBody, assertFilters };

/** Empty lists are not sent, and a bulk write without its filter changes everything. */
function assertFilters(filters: Readonly<Record<string, unknown>>, { id, method }: Operation): void {
  if (method === 'GET') return;
  for (const [name, value] of Object.entries(filters)) {
    const isLost = Array.isArray(value) && value.length === 0;
    assertArgument(!isLost, [id, name], 'a value or a non-empty list');
  }
}
