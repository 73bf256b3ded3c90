import type { Sandbox } from '@closekit/sandbox';
import { Hono } from 'hono';
import type { ActivityFeed } from './activity-feed.ts';
import { demoRoutes } from './demo-routes.ts';

export interface AppOptions {
  /** The handler from `createCloseHandler`: login, callback, session, logout and the API proxy. */
  readonly close: (request: Request) => Promise<Response>;
  /** The sandbox to serve beside the app; absent with the real Close. */
  readonly sandbox?: Sandbox | undefined;
  /** The events that the demo streams to its pages. */
  readonly feed: ActivityFeed;
  readonly origin: string;
  /** Serves the built React app; absent while vite serves the sources. */
  readonly pages?: ((request: Request) => Response) | undefined;
}

/** Routes requests: one origin serves the app, its back end and, in the demo, the sandbox. */
export function createApp({ close, sandbox, feed, origin, pages }: AppOptions): Hono {
  const app = new Hono();
  app.use((context, next) =>
    isOwnHost(context.req.raw, origin) ? next() : toOwnHost(context.req.raw, origin),
  );
  app.all('/api/close/*', (context) => close(context.req.raw));
  if (sandbox) {
    const local = (request: Request): Promise<Response> => sandbox.fetch(request);
    app.all('/oauth2/*', (context) => local(context.req.raw));
    app.all('/.well-known/*', (context) => local(context.req.raw));
    app.all('/api/v1/*', (context) => local(context.req.raw));
    app.all('/storage/*', (context) => local(context.req.raw));
    app.route('/demo', demoRoutes({ sandbox, feed, origin }));
  }
  app.all('/api/*', (context) => context.json({ code: 'not_found', error: 'No such API route.' }, 404));
  if (pages) app.all('*', (context) => pages(context.req.raw));
  return app;
}

/** Cookies and the redirect URL belong to one host name, and 127.0.0.1 is a different one. */
function isOwnHost(request: Request, origin: string): boolean {
  return new URL(request.url).host === new URL(origin).host;
}

async function toOwnHost(request: Request, origin: string): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  if (request.method === 'GET') return Response.redirect(origin + pathname + search, 307);
  return new Response('This server only accepts requests for its own host name.\n', { status: 421 });
}
