import { defineConfig } from 'vitest/config';
import { base } from '../../vitest.base.ts';

/** Tests that send thousands of requests over sockets. */
export const proofs = ['test/proof/**/*.test.ts'];

export default defineConfig({
  ...base,
  test: {
    name: 'client proofs',
    include: proofs,
    reporters: ['default', ['json', { outputFile: 'proof-report.json' }]],
    expect: base.test.expect,
    testTimeout: 600_000,
  },
});
