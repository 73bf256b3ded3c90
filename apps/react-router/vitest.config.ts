import { defineConfig, mergeConfig } from 'vitest/config';
import { base } from '../../vitest.base.ts';

const { typecheck: _typecheck, ...test } = base.test;

/** The tests run the output of `react-router build`, not the source of the app. */
export default mergeConfig({ ...base, test }, defineConfig({ test: { name: 'react-router' } }));
