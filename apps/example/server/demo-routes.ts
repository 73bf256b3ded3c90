import type { Sandbox } from '@closekit/sandbox';
import { Hono } from 'hono';

/**
 * What only a demo may do, and only against the sandbox: make Close forget every access token, as an hour would.
 * The same two guards as the real routes: the caller's origin, and a header that a foreign page cannot send.
 */
export function demoRoutes(sandbox: Sandbox, origin: string): Hono {
  const routes = new Hono();
  routes.use(async (context, next) => {
    const allowed = context.req.header('origin') === origin && context.req.header('x-closekit') === '1';
    return allowed
      ? next()
      : context.json({ code: 'cross_origin', error: 'Only the sample app may call this.' }, 403);
  });
  routes.post('/expire', (context) => {
    sandbox.expireAccessTokens();
    return context.body(null, 204);
  });
  routes.all('*', (context) =>
    context.json({ code: 'not_found', error: 'There is no such demo route.' }, 404),
  );
  return routes;
}
