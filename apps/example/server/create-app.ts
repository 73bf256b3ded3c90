import type { Sandbox } from '@closekit/sandbox';
import { Hono } from 'hono';
import type { ActivityFeed } from './activity-feed.ts';
import { demoRoutes } from './demo-routes.ts';

export interface AppOptions {
  /** What `createCloseHandler` returned: login, callback, session, logout and the API proxy. */
  readonly close: (request: Request) => Promise<Response>;
  /** The local Close to serve beside the app; absent when the real one is used. */
  readonly sandbox?: Sandbox | undefined;
  /** What the demo tells its pages. */
  readonly feed: ActivityFeed;
  readonly origin: string;
  /** The built React app; absent while vite serves its sources. */
  readonly pages?: ((request: Request) => Response) | undefined;
}

/** Who answers what: one origin for the app, its back end and, in the demo, Close itself. */
export function createApp({ close, sandbox, feed, origin, pages }: AppOptions): Hono {
  const app = new Hono();
  app.use((context, next) => (isOwn(context.req.raw, origin) ? next() : toOwn(context.req.raw, origin)));
  app.all('/api/close/*', (context) => close(context.req.raw));
  if (sandbox) {
    const local = (request: Request): Promise<Response> => sandbox.fetch(request);
    app.all('/oauth2/*', (context) => local(context.req.raw));
    app.all('/.well-known/*', (context) => local(context.req.raw));
    app.all('/api/v1/*', (context) => local(context.req.raw));
    app.route('/demo', demoRoutes({ sandbox, feed, origin }));
  }
  app.all('/api/*', (context) =>
    context.json({ code: 'not_found', error: 'There is no such API route.' }, 404),
  );
  if (pages) app.all('*', (context) => pages(context.req.raw));
  return app;
}

/** The cookies and the redirect URL belong to one host name: 127.0.0.1 would be another one. */
function isOwn(request: Request, origin: string): boolean {
  return new URL(request.url).host === new URL(origin).host;
}

async function toOwn(request: Request, origin: string): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  if (request.method === 'GET') return Response.redirect(origin + pathname + search, 307);
  return new Response('This server answers for its own host name only.\n', { status: 421 });
}
