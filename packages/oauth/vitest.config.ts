import { defineConfig, mergeConfig } from 'vitest/config';
import { base } from '../../vitest.base.ts';

export default mergeConfig(
  base,
  defineConfig({
    // The proofs mostly wait, for leases and time limits to pass: more of them than cores run side by side.
    test: {
      name: 'oauth',
      globalSetup: 'test/engines/start-engines.ts',
      maxWorkers: 5,
    },
  }),
);
