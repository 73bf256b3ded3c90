/** The blank projects into which the packages are installed: their dependencies, their files and what they run. */
import { readFileSync } from 'node:fs';

const next = JSON.parse(readFileSync('apps/next/package.json', 'utf8'));
const versionOf = (name) => next.dependencies[name] ?? next.devDependencies[name];

const script = `import { bearer, createCloseClient } from '@closekit/client';
import { createCloseOAuth, memoryStore } from '@closekit/oauth';
import { operationFor } from '@closekit/openapi';
import { createSandbox } from '@closekit/sandbox';
import { createCloseHandler } from '@closekit/server';

const sandbox = createSandbox();
const close = createCloseClient({ auth: bearer(sandbox.connect().accessToken), fetch: sandbox.fetch });
const { data } = await close.leads.list({ _limit: 3 });
const redirectUri = 'https://app.example/api/close/callback';
const keys = [{ id: '1', secret: 'A'.repeat(43) }];
const oauth = createCloseOAuth({ clientId: 'a', clientSecret: 'b', redirectUri, keys, store: memoryStore() });
const handler = createCloseHandler({ oauth, origin: 'https://app.example' });
const headers = { 'x-closekit': '1' };
const session = await handler(new Request('https://app.example/api/close/session', { headers }));
const { status } = await session.json() as { status: string };
console.log(\`\${data.length} leads, \${status}, \${operationFor('GET', '/me/')?.operation.operationId}\`);
`;

const page = `import { cookieSession, createCloseClient } from '@closekit/client';
import { CloseProvider, SignedIn, useCloseQuery } from '@closekit/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';

const close = createCloseClient({ auth: cookieSession('/api/close') });

function Leads() {
  const leads = useCloseQuery((q) => q.leads.list({ _limit: 10 }));
  return <ul>{leads.data?.data.map((lead) => <li key={lead.id}>{lead.display_name}</li>)}</ul>;
}

export function App() {
  return (
    <QueryClientProvider client={new QueryClient()}>
      <CloseProvider client={close} initialSession={{ status: 'signed-out' }}>
        <SignedIn fallback={<p>Signed out</p>}>
          <Leads />
        </SignedIn>
      </CloseProvider>
    </QueryClientProvider>
  );
}
`;

const route = `import { createCloseOAuth } from '@closekit/oauth';
import { postgresStore } from '@closekit/oauth/stores/postgres';
import { redisSessionStore } from '@closekit/server/stores/redis';
import { createCloseHandler } from '@closekit/server';

const pool = { query: () => Promise.reject(new Error('No database.')) };
const client = { sendCommand: () => Promise.reject(new Error('No database.')) };
const create = () =>
  createCloseHandler({
    oauth: createCloseOAuth({
      clientId: 'a',
      clientSecret: 'b',
      redirectUri: 'https://app.example/api/close/callback',
      keys: [{ id: '1', secret: 'A'.repeat(43) }],
      store: postgresStore({ pool }),
    }),
    origin: 'https://app.example',
    sessions: redisSessionStore({ client }),
  });

export const GET = (request) => create()(request);
`;

const entry = `import { renderToString } from 'react-dom/server';
import { App } from './app.jsx';

console.log(renderToString(<App />));
`;

const packages = ['client', 'oauth', 'openapi', 'sandbox', 'server'].map((name) => `@closekit/${name}`);
const ofReact = ['@closekit/client', '@closekit/react'];

function viteProject(react) {
  return {
    packages: ofReact,
    dependencies: { '@tanstack/react-query': '^5.89.0', react, 'react-dom': react, vite: '8.3.8' },
    files: {
      'app.jsx': page,
      'entry.jsx': entry,
      'index.html': '<script type="module" src="entry.jsx"></script>',
    },
    steps: [
      ['node_modules/.bin/vite', 'build', '--outDir', 'page'],
      ['node_modules/.bin/vite', 'build', '--ssr', 'entry.jsx'],
      ['node', 'dist/entry.js'],
    ],
    prints: '<p>Signed out</p>',
  };
}

/** A script that uses every package but that of React; the type is for the project that also checks types. */
export const scriptProject = {
  packages,
  dependencies: {},
  files: { 'script.ts': script, 'script.mjs': script.replace(' as { status: string }', '') },
  script: 'script.mjs',
  prints: '3 leads, signed-out, users_get_me',
};

/** The projects that are more than a script, each with its manager. */
export const projects = [
  { name: 'Vite and React 18', manager: 'pnpm', ...viteProject('^18.0.0') },
  { name: 'Vite and React 19', manager: 'npm', ...viteProject('^19.0.0') },
  {
    name: 'Next',
    manager: 'npm',
    packages: [...ofReact, '@closekit/oauth', '@closekit/server'],
    dependencies: {
      '@tanstack/react-query': versionOf('@tanstack/react-query'),
      next: versionOf('next'),
      react: versionOf('react'),
      'react-dom': versionOf('react-dom'),
    },
    files: {
      'app/app.jsx': `'use client';\n${page}`,
      'app/page.jsx': "import { App } from './app.jsx';\n\nexport default App;\n",
      'app/layout.jsx':
        'export default ({ children }) => (\n  <html lang="en">\n    <body>{children}</body>\n  </html>\n);\n',
      'app/api/close/[...path]/route.js': route,
    },
    steps: [['node_modules/.bin/next', 'build']],
    prints: '/api/close/[...path]',
  },
];
