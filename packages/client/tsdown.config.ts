import { defineConfig } from 'tsdown';
import { base } from '../../tsdown.base.ts';

export default defineConfig({
  ...base,
  deps: { neverBundle: [/^node:/] },
  entry: {
    index: 'src/index.ts',
    operations: 'src/generated/operations.ts',
    models: 'src/generated/models.ts',
    'custom-fields': 'src/custom-fields.ts',
    files: 'src/files.ts',
    webhooks: 'src/webhooks.ts',
    opentelemetry: 'src/opentelemetry.ts',
    cli: 'src/cli.ts',
  },
});
