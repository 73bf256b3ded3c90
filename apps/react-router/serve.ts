import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRequestListener } from '@react-router/node';

const built = join(import.meta.dirname, 'dist');
const server = pathToFileURL(join(built, 'server/index.js')).href;
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };

/** Serves the output of `react-router build` on localhost. */
export async function serve(port: number): Promise<{ readonly url: string; close(): Promise<void> }> {
  const app = createRequestListener({ build: () => import(server), mode: 'production' });
  const listener = createServer((request, response) => {
    const path = request.url ?? '/';
    if (/^\/assets\/[\w.-]+$/.test(path)) void sendAsset(path, response);
    else app(request, response);
  });
  listener.listen(port, 'localhost');
  await once(listener, 'listening');
  const address = listener.address();
  const url = `http://localhost:${typeof address === 'object' ? address?.port : port}`;
  // Read by the app, which loads on the first request.
  process.env['ORIGIN'] ??= url;
  return {
    url,
    async close() {
      const closed = once(listener, 'close');
      listener.close();
      listener.closeAllConnections();
      await closed;
    },
  };
}

/** Vite names these files after their content, so they never change. */
async function sendAsset(path: string, response: ServerResponse): Promise<void> {
  try {
    const file = await readFile(join(built, 'client', path));
    const type = types[extname(path)] ?? 'application/octet-stream';
    const headers = { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' };
    response.writeHead(200, headers).end(file);
  } catch {
    response.writeHead(404).end();
  }
}
