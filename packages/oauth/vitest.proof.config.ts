import { defineConfig } from 'vitest/config';
import { base } from '../../vitest.base.ts';

/** Tests that take their time, and want the machine for themselves: times of leases and requests pass in them. */
export const proofs = ['test/{faults,interleavings,proof}/**/*.test.ts', 'test/model/**/*.proof.test.ts'];

export default defineConfig({
  ...base,
  test: {
    name: 'oauth proofs',
    include: proofs,
    globalSetup: 'test/engines/start-engines.ts',
    reporters: ['default', ['json', { outputFile: 'proof-report.json' }]],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // They mostly wait: more of them than cores run side by side.
    maxWorkers: 4,
  },
});
