import { defineConfig, mergeConfig } from 'vitest/config';
import { base } from '../../vitest.base.ts';

const { typecheck: _typecheck, ...test } = base.test;

/** Over what `react-router build` has made: the tests read no source of the app. */
export default mergeConfig({ ...base, test }, defineConfig({ test: { name: 'react-router' } }));
