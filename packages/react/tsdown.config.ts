import { defineConfig } from 'tsdown';
import { base } from '../../tsdown.base.ts';

export default defineConfig({
  ...base,
  entry: {
    index: 'src/index.ts',
    core: 'src/core.ts',
    parts: 'src/parts.ts',
    devtools: 'src/devtools.ts',
    'devtools/production': 'src/devtools/production.ts',
    testing: 'src/testing.ts',
    'testing/msw': 'src/testing/msw.ts',
  },
  // One output file per source file: each 'use client' stays where it is, and the query tree stays free of it.
  inputOptions: { checks: { moduleLevelDirective: false } },
});
