import { defineConfig } from 'vitest/config';
import { base } from '../../vitest.base.ts';

/** Tests that take their time, and want the machine for themselves: times of leases and requests pass in them. */
export const proofs = [
  'test/{faults,interleavings,model,proof}/**/*.test.ts',
  // They need a server of their own.
  'test/{broken-lines,postgres-store,redis-store,recipes/*}.test.ts',
];

export default defineConfig({
  ...base,
  test: {
    name: 'oauth proofs',
    // The quick tests run on the engines without a server only.
    include: [...proofs, 'test/stores.test.ts'],
    globalSetup: 'test/engines/start-engines.ts',
    reporters: ['default', ['json', { outputFile: 'proof-report.json' }]],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // They mostly wait: more of them than cores run side by side.
    maxWorkers: 4,
  },
});
