import { assertArgument } from '../base/assert-argument.ts';
import type { OperationContext } from './send-operation.ts';

const contexts = new WeakMap<object, OperationContext>();

/** Stores the transport of a client. It is not a member, so that logging a client does not log it. */
export function setContext(close: object, context: OperationContext): void {
  contexts.set(close, context);
}

/**
 * Returns the transport of a client, for a call of the named operation.
 *
 * @throws TypeError when `close` is not a client of this package.
 */
export function contextOf(close: object, operation: string): OperationContext {
  const context = contexts.get(close);
  assertArgument(context !== undefined, [operation, 'close'], 'a client of @closekit/client');
  return context;
}
