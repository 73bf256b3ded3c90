import type { TestProject } from 'vitest/node';
import type { EngineName } from './start-engines.ts';

const available: readonly EngineName[] = [];

/**
 * Offers the engines that need no server: those of the quick tests. The proofs use all of them.
 *
 * @param project - Receives the list.
 */
export function setup(project: TestProject): void {
  project.provide('engines', { desk: '', available });
}
