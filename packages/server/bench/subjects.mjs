/** What is measured: each entry returns a listener for `node:http`, and the cookie of a session if it has one. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteStore } from '@closekit/oauth/stores/sqlite';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { createProxyServer } from 'http-proxy-3';
import { Pool } from 'undici';
import { toNodeListener } from '../dist/node.js';
import { sqliteSessionStore } from '../dist/stores/sqlite.js';
import { connectHandler } from './connect-handler.mjs';

const prefix = '/api/close';

export const subjects = {
  'undici `Pool.stream`, no checks': ({ upstream }) => {
    const pool = new Pool(upstream, { connections: 16 });
    const listener = (request, response) => {
      const options = { path: request.url.slice(prefix.length), method: request.method };
      pool
        .stream(options, ({ statusCode, headers }) => response.writeHead(statusCode, headers))
        .catch(() => response.destroy());
    };
    return { listener };
  },
  '`/node`, sessions in memory': async (site) => {
    const { handler, cookie } = await connectHandler(site);
    return { listener: toNodeListener(handler), cookie };
  },
  '`/node`, sessions and vault in SQLite': async (site) => {
    const path = join(mkdtempSync(join(tmpdir(), 'closekit-bench-')), 'close.db');
    const stores = { store: sqliteStore(path), sessions: sqliteSessionStore(path) };
    const { handler, cookie } = await connectHandler({ ...site, ...stores });
    return { listener: toNodeListener(handler), cookie };
  },
  'http-proxy-3, no checks': ({ upstream }) => {
    const proxy = createProxyServer({ target: upstream });
    const listener = (request, response) => {
      request.url = request.url.slice(prefix.length);
      proxy.web(request, response);
    };
    return { listener };
  },
  'hono and `fetch`, no checks': ({ upstream }) => ({
    listener: inHono(({ req }) => fetchPlainly(req.raw, upstream)),
  }),
  'hono and `fetch` with the signal, no checks': ({ upstream }) => ({
    listener: inHono(({ req }) => fetchPlainly(req.raw, upstream, { signal: req.raw.signal })),
  }),
  'fetch handler in hono': async (site) => {
    const { handler, cookie } = await connectHandler(site);
    return { listener: inHono(({ req }) => handler(req.raw)), cookie };
  },
  '`/node` without undici': async (site) => {
    const { handler, cookie } = await connectHandler(site);
    // A function that wraps a handler goes through `fetch`, as every handler does without undici.
    return { listener: toNodeListener((request) => handler(request)), cookie };
  },
};

function inHono(handle) {
  const app = new Hono();
  app.all('/api/close/*', handle);
  return getRequestListener(app.fetch);
}

/** A proxy as one writes it by hand. */
async function fetchPlainly(request, upstream, init = {}) {
  const { pathname, search } = new URL(request.url);
  const url = upstream + pathname.slice(prefix.length) + search;
  const { status, headers, body } = await fetch(url, { method: request.method, ...init });
  return new Response(body, { status, headers: { 'content-type': headers.get('content-type') } });
}
