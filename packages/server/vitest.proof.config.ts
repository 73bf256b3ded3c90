import { defineConfig } from 'vitest/config';
import { base } from '../../vitest.base.ts';

/** Tests with real processes that are killed under load. They want the machine for themselves. */
export const proofs = ['test/proof/**/*.test.ts', 'test/fleet.test.ts'];

export default defineConfig({
  ...base,
  test: {
    name: 'server proofs',
    include: proofs,
    globalSetup: '../oauth/test/engines/start-engines.ts',
    reporters: ['default', ['json', { outputFile: 'proof-report.json' }]],
    expect: base.test.expect,
    testTimeout: 180_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
