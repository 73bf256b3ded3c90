import { defineConfig } from 'vitest/config';
import { base } from '../../vitest.base.ts';

/** Tests with Redis, with real processes, and with thousands of requests over sockets. */
export const proofs = ['test/proof/**/*.test.ts'];

export default defineConfig({
  ...base,
  test: {
    name: 'client proofs',
    // The simulations are tests, too; here they run with several seeds.
    include: [...proofs, 'test/pacing/*.test.ts'],
    env: { CLOSEKIT_SEEDS: '3' },
    globalSetup: '../oauth/test/engines/start-engines.ts',
    reporters: ['default', ['json', { outputFile: 'proof-report.json' }]],
    expect: base.test.expect,
    testTimeout: 600_000,
    hookTimeout: 60_000,
  },
});
