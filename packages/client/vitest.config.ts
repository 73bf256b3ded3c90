import { configDefaults, defineConfig, mergeConfig } from 'vitest/config';
import { base } from '../../vitest.base.ts';
import { proofs } from './vitest.proof.config.ts';
import { soak } from './vitest.soak.config.ts';

export default mergeConfig(
  base,
  defineConfig({ test: { name: 'client', exclude: [...configDefaults.exclude, ...proofs, ...soak] } }),
);
