import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { describe, expect, it } from 'vitest';

/** Bundles a door without its dependencies, and returns those that it imports. */
async function importsOf(door: string): Promise<string[]> {
  const entry = fileURLToPath(new URL(`../../${door}.ts`, import.meta.url));
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      lib: { entry, formats: ['es'] },
      rolldownOptions: { external: (name) => /^[^./]/.test(name) },
    },
  });
  const outputs = [result].flat().flatMap((bundle) => ('output' in bundle ? bundle.output : []));
  const names = outputs.flatMap((file) =>
    file.type === 'chunk' ? [...file.imports, ...file.dynamicImports] : [],
  );
  return [...new Set(names)].toSorted();
}

describe('@closekit/react/core', () => {
  it('imports the client, and neither React nor TanStack Query', async () => {
    expect(await importsOf('core')).toEqual(['@closekit/client']);
  });

  it('is compared with a door that does', async () => {
    expect(await importsOf('index')).toEqual(expect.arrayContaining(['@tanstack/react-query', 'react']));
  });
});
