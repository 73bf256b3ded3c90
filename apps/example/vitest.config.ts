import { defineConfig, mergeConfig } from 'vitest/config';
import { base } from '../../vitest.base.ts';

const { include: _include, typecheck: _typecheck, ...test } = base.test;

/** End to end: one Chromium and one server per file. */
export default mergeConfig(
  { ...base, test },
  defineConfig({
    test: {
      name: 'example',
      include: ['src/**/*.test.ts', 'e2e/**/*.test.ts'],
      environment: 'node',
      // A journey takes seconds. This ends one that hangs, also on a machine with other work.
      testTimeout: 120_000,
      hookTimeout: 120_000,
      // The tests wait for pages and servers; more than two files at once slow each other down on small machines.
      maxWorkers: 2,
      // Upper bound for one step of a browser; passing tests do not wait for it.
      expect: { poll: { timeout: 30_000 } },
    },
  }),
);
