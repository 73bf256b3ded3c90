/** What Kubb generates: the types of the document, and a function for each operation. */
import { defineConfig } from '@kubb/core';
import { pluginClient } from '@kubb/plugin-client';
import { pluginOas } from '@kubb/plugin-oas';
import { pluginTs } from '@kubb/plugin-ts';

// oxlint-disable-next-line import/no-default-export -- where Kubb looks for it
export default defineConfig({
  input: { path: '../close.openapi.json' },
  output: { path: './out/kubb', clean: true },
  plugins: [pluginOas({ validate: false }), pluginTs(), pluginClient()],
});
