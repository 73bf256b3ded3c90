import type { HandlerConfig } from './handler-config.ts';
import { createScope } from './request-scope.ts';
import type { ScopedRequest } from './request-scope.ts';

/** The configuration for one request: its events have the id, the route and the user of the request. */
export function forRequest(config: HandlerConfig, request: ScopedRequest): HandlerConfig {
  return { ...config, ...createScope(config, request) };
}
