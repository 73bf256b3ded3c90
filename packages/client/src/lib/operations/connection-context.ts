import { assertArgument } from '../base/assert-argument.ts';
import type { OperationContext } from './send-operation.ts';

const contexts = new WeakMap<object, OperationContext>();

/**
 * Remembers what the calls of a client are sent with. Not a member of the client: logging one would log it too.
 *
 * @param close - The client or connection.
 * @param context - The transport and its defaults.
 */
export function setContext(close: object, context: OperationContext): void {
  contexts.set(close, context);
}

/**
 * Finds what the calls of a client are sent with.
 *
 * @param close - The client or connection.
 * @param operation - Who asks, for the message.
 * @returns The transport and its defaults.
 * @throws TypeError when it is no client of this package.
 */
export function contextOf(close: object, operation: string): OperationContext {
  const context = contexts.get(close);
  assertArgument(context !== undefined, [operation, 'close'], 'a client of @closekit/client');
  return context;
}
