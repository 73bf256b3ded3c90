import { Hono } from 'hono';
import { serveDownload } from '../api/exports/export-file.ts';
import { receiveFile, serveFile, serveFileLink, exportPath, fileLinkPath } from '../api/files/file-routes.ts';
import { filePath, refuseStorage, uploadFolder } from '../api/files/file-routes.ts';
import type { StorageOptions } from '../api/files/file-routes.ts';
import { notFoundPage } from '../authorization-server/consent-page.ts';
import type { AuthorizationServer } from '../authorization-server/create-authorization-server.ts';
import { metadataFor } from '../authorization-server/oauth-client.ts';

export interface RequestHandlers {
  readonly server: AuthorizationServer;
  readonly api: (request: Request) => Promise<Response>;
  readonly files: StorageOptions;
}

export function routeRequests(handlers: RequestHandlers): (request: Request) => Promise<Response> {
  const { server, api, files } = handlers;
  // Not strict: some clients omit the trailing slash. Hono then expects patterns without it.
  const app = new Hono({ strict: false });
  const storage = serveStorage(files);
  app.get('/.well-known/oauth-authorization-server', (c) => c.json(metadataFor(new URL(c.req.url).origin)));
  app.get('/oauth2/authorize', (c) => server.show(new URL(c.req.url)));
  app.post('/oauth2/authorize', (c) => server.decide(c.req.raw));
  app.post('/oauth2/token', (c) => server.token(c.req.raw));
  app.post('/oauth2/revoke', (c) => server.revocation(c.req.raw));
  app.on(['GET', 'PUT', 'PATCH', 'DELETE'], ['/oauth2/token', '/oauth2/revoke'], () => notAllowed());
  app.get(fileLinkPath, (c) => serveFileLink(c.req.raw, c.req.param('id'), files));
  app.all('/storage/*', (c) => storage(c.req.raw));
  app.all('/api/v1/*', (c) => api(c.req.raw));
  app.notFound(() => notFoundPage());
  app.onError(rethrow);
  return async (request) => app.fetch(request);
}

/** The storage host of files and exports. Like a file store, it refuses a credential beside a signature. */
function serveStorage(options: StorageOptions): (request: Request) => Promise<Response> {
  const app = new Hono();
  app.post(uploadFolder, (c) => receiveFile(c.req.raw, options));
  app.get(filePath, (c) => serveFile(c.req.raw, c.req.param('id'), options));
  app.get(exportPath, (c) => serveDownload(c.req.raw, c.req.param('id'), options));
  app.notFound(() => refuseStorage(404, 'NoSuchKey'));
  app.onError(rethrow);
  return async (request) =>
    request.headers.has('authorization')
      ? refuseStorage(400, 'InvalidArgument', 'Only one auth mechanism allowed')
      : app.fetch(request);
}

function notAllowed(): Response {
  return new Response(null, { status: 405, headers: { allow: 'POST' } });
}

function rethrow(error: Error): never {
  throw error;
}
