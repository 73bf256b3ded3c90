import { configDefaults, defineConfig, mergeConfig } from 'vitest/config';
import { base } from '../../vitest.base.ts';
import { proofs } from './vitest.proof.config.ts';

export default mergeConfig(
  base,
  defineConfig({
    test: {
      name: 'oauth',
      globalSetup: 'test/engines/start-engines.ts',
      exclude: [...configDefaults.exclude, ...proofs],
    },
  }),
);
