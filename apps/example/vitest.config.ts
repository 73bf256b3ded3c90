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
      testTimeout: 20_000,
      hookTimeout: 60_000,
      // They wait for pages and servers; more than two would make each other late on small machines.
      maxWorkers: 2,
      // As long as a browser may take for one step; nothing waits for it when all is well.
      expect: { poll: { timeout: 8000 } },
    },
  }),
);
