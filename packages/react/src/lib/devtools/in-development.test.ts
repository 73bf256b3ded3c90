import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const page = '\0page';

/** Builds a page with the devtools; returns its code, and the files in it. */
async function bundle(mode: 'development' | 'production', door: 'devtools' | 'devtools/production') {
  const names = 'CloseDevtools, CloseDevtoolsPanel, closeDevtoolsPlugin';
  const code = `import { ${names} } from '@closekit/react/${door}'; globalThis.page = [${names}];`;
  const result = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    mode,
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
    resolve: { conditions: ['@closekit/source', 'module', 'browser'] },
    plugins: [
      {
        name: 'page',
        resolveId: (id) => (id === 'page' ? page : undefined),
        load: (id) => (id === page ? code : undefined),
      },
    ],
    build: {
      write: false,
      rollupOptions: { input: 'page', external: [/^react/, /^@tanstack/, /^@closekit\/client/] },
    },
  });
  const outputs = [result].flat().flatMap((one) => ('output' in one ? one.output : []));
  const chunks = outputs.filter((output) => output.type === 'chunk');
  const modules = chunks.flatMap((chunk) => Object.entries(chunk.modules));
  const files = modules.filter(([id, { renderedLength }]) => id.startsWith(root) && renderedLength > 0);
  return {
    code: chunks.map((chunk) => chunk.code).join('\n'),
    files: files.map(([id]) => id.slice(root.length)),
  };
}

const texts = /CloseKit devtools|closekit-devtools|Rate limits|Pending writes|Live events|expires in/g;

describe('@closekit/react/devtools', () => {
  it('is absent from a production build: none of its files, none of its texts', async () => {
    const { code, files } = await bundle('production', 'devtools');
    expect(files).toEqual(['src/lib/devtools/in-development.tsx']);
    expect(code.match(texts)).toBeNull();
  });

  it('is in a development build, and in a production build of the door for it', async () => {
    const builds = [
      await bundle('development', 'devtools'),
      await bundle('production', 'devtools/production'),
    ];
    for (const { code, files } of builds) {
      expect(files).toContain('src/lib/devtools/panel-sections.tsx');
      expect(new Set(code.match(texts)).size).toBe(6);
    }
  });
});
