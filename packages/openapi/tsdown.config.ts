import { defineConfig } from 'tsdown';
import { base } from '../../tsdown.base.ts';

export default defineConfig({
  ...base,
  entry: { index: 'src/index.ts' },
  // The package has the document once: as a file, which the module imports.
  deps: { neverBundle: [/close\.openapi\.json$/] },
});
