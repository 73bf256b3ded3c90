import { configDefaults, defineConfig, mergeConfig } from 'vitest/config';
import { base } from '../../vitest.base.ts';
import { proofs } from './vitest.proof.config.ts';
import { soak } from './vitest.soak.config.ts';

export default mergeConfig(
  base,
  defineConfig({
    test: {
      name: 'oauth',
      globalSetup: ['test/engines/without-servers.ts', 'test/remind-of-proof.ts'],
      // They wait for processes and servers most of the time.
      maxWorkers: 4,
      exclude: [...configDefaults.exclude, ...proofs, ...soak],
    },
  }),
);
