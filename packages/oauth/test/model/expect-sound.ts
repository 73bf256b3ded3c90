import { expect } from 'vitest';
import type { Exploration } from './explore.ts';

/** Expects that all invariants hold, that each harm has a cause that no client can avoid, and that nothing is stuck. */
export function expectSound({ broken, causes, stuck }: Exploration): void {
  expect(Object.fromEntries(broken)).toEqual({});
  expect(causes.get('unexplained')).toBeUndefined();
  expect(stuck).toBe(0);
}
