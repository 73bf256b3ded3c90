import { Hono } from 'hono';
import { serveFileLink } from '../api/files/serve-file.ts';
import type { FileLinkOptions, StorageOptions } from '../api/files/serve-file.ts';
import { fileLinkPath } from '../api/files/storage.ts';
import type { AuthorizationServer } from '../authorization-server/create-authorization-server.ts';
import { notFoundPage } from '../authorization-server/consent-page.ts';
import { metadataFor } from '../authorization-server/metadata.ts';
import { serveStorage } from './serve-storage.ts';

/** The handlers behind the paths. */
export interface RequestHandlers {
  readonly server: AuthorizationServer;
  readonly api: (request: Request) => Promise<Response>;
  readonly files: FileLinkOptions & StorageOptions;
}

function methodNotAllowed(): Response {
  return new Response(null, { status: 405, headers: { allow: 'POST' } });
}

/** Creates the router of the sandbox. */
export function routeRequests({
  server,
  api,
  files,
}: RequestHandlers): (request: Request) => Promise<Response> {
  // Not strict: some clients omit the trailing slash. Hono then expects patterns without it.
  const app = new Hono({ strict: false });
  const storage = serveStorage(files);
  app.get('/.well-known/oauth-authorization-server', (c) => c.json(metadataFor(new URL(c.req.url).origin)));
  app.get('/oauth2/authorize', (c) => server.authorization.show(new URL(c.req.url)));
  app.post('/oauth2/authorize', (c) => server.authorization.decide(c.req.raw));
  app.post('/oauth2/token', (c) => server.token(c.req.raw));
  app.post('/oauth2/revoke', (c) => server.revocation(c.req.raw));
  app.on(['GET', 'PUT', 'PATCH', 'DELETE'], ['/oauth2/token', '/oauth2/revoke'], () => methodNotAllowed());
  app.get(fileLinkPath, (c) => serveFileLink(c.req.raw, c.req.param('id'), files));
  app.all('/storage/*', (c) => storage(c.req.raw));
  app.all('/api/v1/*', (c) => api(c.req.raw));
  app.notFound(() => notFoundPage());
  app.onError((error) => {
    throw error;
  });
  return async (request) => app.fetch(request);
}
