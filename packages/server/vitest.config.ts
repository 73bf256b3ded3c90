import { configDefaults, defineConfig, mergeConfig } from 'vitest/config';
import { base } from '../../vitest.base.ts';
import { proofs } from './vitest.proof.config.ts';

export default mergeConfig(
  base,
  defineConfig({
    test: {
      name: 'server',
      globalSetup: ['../oauth/test/engines/without-servers.ts'],
      exclude: [...configDefaults.exclude, ...proofs],
    },
  }),
);
