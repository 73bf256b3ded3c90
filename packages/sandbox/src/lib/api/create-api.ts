import { groupBy } from '../base/group-by.ts';
import { Hono } from 'hono';
import type { RateLimiter } from '../base/rate-limits.ts';
import type { ApiCall, ApiRoute, WebhookKeys } from './base/api-call.ts';
import { ApiRefusal, refuse, unserved } from './base/api-call.ts';
import { checkRequest, handleRead } from './check-request.ts';
import { recordEvents } from './events/record-events.ts';
import type { Publish } from './events/record-events.ts';
import { createJobs } from './jobs/run-jobs.ts';
import type { Jobs } from './jobs/run-jobs.ts';
import type { WaitableClock } from '../base/clock.ts';
import { readParts, readTimeZone, unwrapMethodOverride } from './base/read-request.ts';
import { listOperations } from './operations.ts';
import type { Operation } from './operations.ts';

const basePath = '/api/v1';

export type Caller = Pick<ApiCall, 'data' | 'user' | 'app'>;

export interface ApiOptions {
  readonly switches: Pick<ApiCall, 'consistency' | 'ceilings'>;
  /** The served operations; the others of the contract respond with 501. Default: all that the sandbox has. */
  readonly routes?: readonly ApiRoute[];
  readonly identify: (authorization: string) => Caller | undefined;
  readonly limiter: RateLimiter;
  readonly clock: Pick<WaitableClock, 'now' | 'sleep'>;
  readonly webhookKeys: WebhookKeys;
  readonly isStrict: boolean;
  /** The origin of links in responses to requests under a host of the real Close. */
  readonly origin: string;
  /** The origin of links to the storage host, in a response to a request with this URL. */
  readonly storageOrigin: (url: URL) => string;
  /** Called with the events of a request before its response. */
  readonly publish: Publish;
}

export interface Api {
  readonly handle: (request: Request) => Promise<Response>;
  readonly jobs: Jobs;
}

/** Creates the API: everything below `/api/v1/`. */
export function createApi(options: ApiOptions): Api {
  const jobs = createJobs(options.clock, options);
  const byPath = groupBy(listOperations(options.routes), ({ path }) => toPattern(path));
  // Not strict: some clients omit the trailing slash. Hono then expects patterns without it.
  const app = new Hono({ strict: false }).basePath(basePath);
  for (const [path, operations] of byPath) {
    for (const operation of operations)
      app.on(operation.method, path, (c) =>
        respond(c.req.raw, { operation, params: c.req.param(), options, jobs }),
      );
    app.all(path, (c) => refuseAs(c.req.raw, options, refuse(405, 'This method is not allowed.')));
  }
  app.notFound((c) => refuseAs(c.req.raw, options, refuse(404, 'This path does not exist.')));
  app.onError((error) => renderRefusal(error));
  const fetch = async (request: Request): Promise<Response> => app.fetch(await unwrapMethodOverride(request));
  return { handle: (request) => fetch(request).catch(renderRefusal), jobs };
}

/** Object types may hold a slash: `activity/actitype_…`. */
function toPattern(path: string): string {
  return path
    .replaceAll('{object_type}', ':object_type{.+}')
    .replaceAll(/\/\{(\w+)\}/g, '/:$1')
    .replace(/\/$/, '');
}

interface Dispatch {
  operation: Operation;
  params: Readonly<Record<string, string>>;
  options: ApiOptions;
  jobs: Jobs;
}

async function respond(request: Request, { operation, params, options, jobs }: Dispatch): Promise<Response> {
  const { key, id, status, route } = operation;
  const caller = identify(request, options);
  if (route === undefined) throw unserved(`${id} (${key})`, options);
  const credential = request.headers.get('authorization') ?? '';
  const { allowed, headers } = options.limiter.count(credential, key);
  if (!allowed) return Response.json({ error: 'Too many requests.' }, { status: 429, headers });
  try {
    const url = new URL(request.url);
    const origin = url.hostname.endsWith('.close.com') ? options.origin : url.origin;
    const call: ApiCall = {
      ...caller,
      ...options.switches,
      webhookKeys: options.webhookKeys,
      isStrict: options.isStrict,
      timeZoneMs: readTimeZone(request, options),
      id: params['id'] ?? '',
      params,
      origin,
      storageOrigin: options.storageOrigin(url),
      ...(await readParts(request, route)),
      accept: request.headers.get('accept') ?? '',
      now: options.clock.now(),
    };
    const checked = checkRequest(call, key, route);
    jobs.settle(caller.data);
    const result = runRoute(checked, { route, request, publish: options.publish });
    jobs.schedule(caller.data);
    if (result instanceof Response) return withHeaders(result, headers);
    if (status === 204) return new Response(null, { status, headers });
    return Response.json(result ?? {}, { status, headers });
  } catch (error) {
    return withHeaders(renderRefusal(error), headers);
  }
}

function withHeaders(response: Response, headers: Record<string, string>): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

function runRoute(
  call: ApiCall,
  { route, request, publish }: { route: ApiRoute; request: Request; publish: Publish },
): unknown {
  if (route.method === 'GET') return handleRead(call, route);
  const meta = { request_method: request.method, request_path: new URL(request.url).pathname };
  return recordEvents(call, { meta, publish, work: () => route.handle(call) });
}

/** Authenticates first, so that unauthenticated clients learn nothing about paths. */
function refuseAs(request: Request, options: ApiOptions, refusal: ApiRefusal): Response {
  identify(request, options);
  return renderRefusal(refusal);
}

function identify(request: Request, options: ApiOptions): Caller {
  const authorization = request.headers.get('authorization');
  const caller = authorization === null ? undefined : options.identify(authorization);
  if (caller === undefined) throw refuse(401, 'The credential is missing, unknown, expired or revoked.');
  return caller;
}

function renderRefusal(error: unknown): Response {
  if (!(error instanceof ApiRefusal)) throw error;
  return Response.json(error.body, { status: error.status, headers: error.headers });
}
