import type { Sandbox } from '@closekit/sandbox';
import { Hono } from 'hono';
import type { ActivityFeed } from './activity-feed.ts';
import { demoSwitches } from './demo-switches.ts';
import type { DemoState } from './demo-switches.ts';

export interface DemoOptions {
  readonly sandbox: Sandbox;
  readonly feed: ActivityFeed;
  readonly origin: string;
}

const refreshMs = 400;

/**
 * Routes for the demo with the sandbox: inject faults, and stream the events of the token vault. They are
 * guarded like the real routes, by the caller's origin and a header that a foreign page cannot send.
 * `EventSource` cannot set headers, so the stream checks `Sec-Fetch-Site` instead.
 */
export function demoRoutes({ sandbox, feed, origin }: DemoOptions): Hono {
  const switches = demoSwitches(sandbox);
  feed.announce(switches.state());
  const routes = new Hono();
  routes.use(async (context, next) => {
    const { headers, method } = context.req.raw;
    const allowed =
      method === 'GET'
        ? headers.get('sec-fetch-site') === 'same-origin'
        : headers.get('origin') === origin && headers.get('x-closekit') === '1';
    return allowed
      ? next()
      : context.json({ code: 'cross_origin', error: 'Only the sample app may call this.' }, 403);
  });
  routes.get('/activity', () => feed.stream());
  routes.post('/expire', (context) => {
    sandbox.expireAccessTokens();
    // The refresh takes as long as over a network, so that the waiting calls can be seen.
    sandbox.faults.next({ path: '/oauth2/token/', delayMs: refreshMs });
    feed.record('expired');
    return context.body(null, 204);
  });
  routes.post('/revoke', (context) => {
    sandbox.revokeConnections();
    feed.record('removed');
    return context.body(null, 204);
  });
  routes.post('/switches', async (context) => {
    feed.announce(switches.set(readSwitches(await context.req.json())));
    return context.body(null, 204);
  });
  routes.all('*', (context) => context.json({ code: 'not_found', error: 'No such demo route.' }, 404));
  return routes;
}

function readSwitches(body: unknown): Partial<DemoState> {
  if (typeof body !== 'object' || body === null) return {};
  return {
    ...('down' in body && { down: body.down === true }),
    ...('slow' in body && { slow: body.slow === true }),
  };
}
