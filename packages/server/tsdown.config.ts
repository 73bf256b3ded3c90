import { defineConfig } from 'tsdown';
import { base } from '../../tsdown.base.ts';

export default defineConfig({
  ...base,
  deps: { neverBundle: [/^node:/] },
  entry: {
    index: 'src/index.ts',
    node: 'src/node.ts',
    testing: 'src/testing.ts',
    'stores/sqlite': 'src/stores/sqlite.ts',
  },
});
