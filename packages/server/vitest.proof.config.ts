import { configDefaults, defineConfig } from 'vitest/config';
import { base } from '../../vitest.base.ts';

/** Tests with real processes, which want the machine for themselves, and with databases. */
export const proofs = [
  'test/proof/**/*.test.ts',
  'test/{broken-lines,bus,fleet,remote-stores,recipes/*}.test.ts',
];

/** The fleet that is killed under load takes a minute and belongs to `pnpm check:full`. */
const underLoad = process.env.CLOSEKIT_PROOF === 'long' ? [] : ['test/proof/fleet.proof.test.ts'];

export default defineConfig({
  ...base,
  test: {
    name: 'server proofs',
    // The quick tests run on the engines without a server only.
    include: [...proofs, 'test/stores.test.ts'],
    exclude: [...configDefaults.exclude, ...underLoad],
    globalSetup: '../oauth/test/engines/start-engines.ts',
    reporters: ['default', ['json', { outputFile: 'proof-report.json' }]],
    expect: base.test.expect,
    testTimeout: 180_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
