import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { StartError } from './start-error.ts';

/** Whether this server talks to the sandbox or to the real Close. The page shows it. */
export type CloseMode = 'sandbox' | 'production';

interface BuiltFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly gzipped: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** No inline scripts or styles, no other origins, no frames. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const securityHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

/**
 * Serves the React app that `vite build` wrote. The files are read once, so no request touches the disk.
 * Unknown paths without a file extension get the page, because the app has its own routes.
 *
 * @throws StartError with code `not_built`.
 */
export async function builtPages(folder: string, close: CloseMode): Promise<(request: Request) => Response> {
  const files = await readBuild(folder, close);
  const page = files.get('/index.html');
  if (!page) throw notBuilt(folder);
  return (request) => {
    const { pathname } = new URL(request.url);
    const file = files.get(pathname);
    if (!file && extname(pathname) !== '')
      return new Response('Not found\n', { status: 404, headers: securityHeaders });
    return respond(request, file ?? page);
  };
}

async function readBuild(folder: string, close: CloseMode): Promise<Map<string, BuiltFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw notBuilt(folder, error);
  });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = await Promise.all(
    paths.map(async (path): Promise<[string, BuiltFile]> => {
      const name = `/${relative(folder, path).split(sep).join('/')}`;
      const content = await readFile(path);
      return [
        name,
        builtFile(name, name === '/index.html' ? Buffer.from(markPage(content.toString(), close)) : content),
      ];
    }),
  );
  return new Map(files);
}

/** Writes the mode into the page as an attribute, which needs no request and no inline script. */
export function markPage(page: string, close: CloseMode): string {
  return page.replace('data-close="sandbox"', `data-close="${close}"`);
}

function builtFile(name: string, content: Buffer): BuiltFile {
  return {
    body: new Uint8Array(content),
    gzipped: new Uint8Array(gzipSync(content, { level: 9 })),
    headers: {
      ...securityHeaders,
      'content-type': types[extname(name)] ?? 'application/octet-stream',
      // Asset names carry a hash of their content; the page that names them is always revalidated.
      'cache-control': name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      etag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`,
      vary: 'accept-encoding',
    },
  };
}

function respond(request: Request, file: BuiltFile): Response {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return new Response('Method not allowed\n', {
      status: 405,
      headers: { ...securityHeaders, allow: 'GET, HEAD' },
    });
  }
  if (request.headers.get('if-none-match') === file.headers['etag']) {
    return new Response(null, { status: 304, headers: file.headers });
  }
  const gzip = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
  const body = gzip ? file.gzipped : file.body;
  const headers = { ...file.headers, 'content-length': String(body.byteLength) };
  return new Response(request.method === 'HEAD' ? null : body, {
    headers: gzip ? { ...headers, 'content-encoding': 'gzip' } : headers,
  });
}

function notBuilt(folder: string, cause?: unknown): StartError {
  return new StartError(
    'not_built',
    `The React app is not built: ${folder} has no index.html. Run "pnpm build" first, or start with --dev.`,
    {
      cause,
    },
  );
}
