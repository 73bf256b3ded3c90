import { Hono } from 'hono';
import { serveDownload } from '../api/exports/serve-download.ts';
import { receiveFile, serveFile } from '../api/files/serve-file.ts';
import type { StorageOptions } from '../api/files/serve-file.ts';
import { exportPath, filePath, refuseStorage, uploadFolder } from '../api/files/storage.ts';

/**
 * Creates the storage host: uploads, files and exports. Like a file store, it refuses a request that has a
 * credential beside its signature.
 */
export function serveStorage(options: StorageOptions): (request: Request) => Promise<Response> {
  const app = new Hono();
  app.post(uploadFolder, (c) => receiveFile(c.req.raw, options));
  app.get(filePath, (c) => serveFile(c.req.raw, c.req.param('id'), options));
  app.get(exportPath, (c) => serveDownload(c.req.raw, c.req.param('id'), options));
  app.notFound(() => refuseStorage(404, 'NoSuchKey'));
  app.onError((error) => {
    throw error;
  });
  return async (request) => {
    if (request.headers.has('authorization'))
      return refuseStorage(400, 'InvalidArgument', 'Only one auth mechanism allowed');
    return app.fetch(request);
  };
}
