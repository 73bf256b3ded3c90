import { assertArgument } from '../base/assert-argument.ts';
import { isRecord } from '../base/is-record.ts';
import type { CloseConnection } from '../connection/open-connection.ts';
import { contextOf } from '../operations/connection-context.ts';
import { addLayers } from './add-layers.ts';
import type { Call } from '../transport/call.ts';
import type { CloseHooks } from './hooks.ts';
import { watchCalls } from './watch-calls.ts';
import { watchRequests } from './watch-requests.ts';

const hookNames = ['onCall', 'onRequest', 'onResponse', 'onRetry', 'onRateLimit', 'onError'] as const;

/**
 * Watches what a client or a connection sends: every request, of operations and `raw(close)`, with retries and
 * with the request that is sent again after a 401. Several may watch the same client.
 *
 * @param close - A client, or a connection.
 * @param hooks - Functions that are called, such as those of `debug(console)`.
 * @returns Stops watching.
 * @throws TypeError when `close` is no client, or naming the wrong hook.
 * @example
 * watch(close, {
 *   onResponse: ({ operation, status, durationMs }) => histogram.record(durationMs, { operation, status }),
 *   onError: ({ error }) => report(error),
 * });
 */
export function watch(close: CloseConnection, hooks: CloseHooks): () => void {
  const context = contextOf(close, 'watch');
  const watcher = {
    ...context,
    hooks: parseHooks(hooks),
    numbers: new WeakMap<Call, number>(),
    lastNumber: 0,
  };
  const remove = addLayers(context.transport, {
    aroundCall: watchCalls(watcher),
    aroundRequest: watchRequests(watcher),
  });
  return () => {
    remove();
    // Calls that are on their way are no longer reported.
    watcher.hooks = {};
  };
}

function parseHooks(hooks: CloseHooks): CloseHooks {
  const given: unknown = hooks;
  assertArgument(isRecord(given), ['watch', 'hooks'], 'an object');
  for (const name of hookNames) {
    const isHook = ['undefined', 'function'].includes(typeof given[name]);
    assertArgument(isHook, ['watch', name], 'a function');
  }
  return hooks;
}
