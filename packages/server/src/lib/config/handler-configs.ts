import type { HandlerConfig } from './handler-config.ts';

/** A handler, without its type: this room lies below it. */
type Handler = (request: Request) => Promise<Response>;

const configs = new WeakMap<Handler, HandlerConfig>();

/** Remembers the configuration of a handler for {@link configOf}. */
export function rememberConfig(handler: Handler, config: HandlerConfig): void {
  configs.set(handler, config);
}

/** The configuration of a handler; `undefined` for any other function, such as one that wraps a handler. */
export function configOf(handler: Handler): HandlerConfig | undefined {
  return configs.get(handler);
}
