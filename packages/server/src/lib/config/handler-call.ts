import type { HandlerRoute } from './handler-event.ts';

/** A request as the hooks of the handler see it. */
export interface HandlerCall {
  /** The id of the request, as in events and in the response header `x-request-id`. */
  readonly requestId: string;
  /** The route of the handler. */
  readonly route: HandlerRoute;
  /** The method as Close will see it: `GET` also for a POST that stands for a GET with a long query. */
  readonly method: string;
  /** The path below `basePath`, decoded, such as `/login` or `/api/v1/lead/`. */
  readonly path: string;
  /** The headers of the request. They contain the session cookie: do not log them. */
  readonly headers: { get(name: string): string | null };
  /**
   * The address of the peer, when `toNodeListener` is used. Behind a proxy it is the address of the proxy; read
   * the header that your proxy sets.
   */
  readonly address: string | undefined;
}

/** A request that the option `rateLimit` refuses. */
export interface RateLimitRefusal {
  /** The wait before the next request, in milliseconds. */
  readonly retryAfterMs: number;
}
