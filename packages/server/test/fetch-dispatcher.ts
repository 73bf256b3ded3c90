import type { DispatchController, DispatchHandler, DispatchOptions } from '../src/lib/node/dispatcher.ts';
import type { UndiciDispatcher } from '../src/lib/node/dispatcher.ts';

/** Plays undici: answers with a function, in the order of steps in which undici calls a handler. */
export function fetchDispatcher(upstream: typeof fetch): UndiciDispatcher {
  return {
    dispatch(options, handler) {
      void answer(upstream, options, handler);
      return true;
    },
  };
}

async function answer(
  upstream: typeof fetch,
  { origin, path, method, headers, body }: DispatchOptions,
  handler: DispatchHandler,
): Promise<void> {
  const aborting = new AbortController();
  const { signal } = aborting;
  let resume: (() => void) | undefined;
  let resumed = Promise.resolve();
  const controller: DispatchController = {
    abort(reason) {
      if (signal.aborted) return;
      aborting.abort(reason);
      handler.onResponseError(controller, reason);
    },
    pause() {
      resumed = new Promise((resolve) => {
        resume = resolve;
      });
    },
    resume: () => resume?.(),
  };
  handler.onRequestStart(controller);
  if (signal.aborted) return;
  try {
    const init = { method, headers, body: body === null ? null : new Uint8Array(body), signal };
    const response = await upstream(origin + path, { ...init, redirect: 'manual' });
    if (signal.aborted) return;
    handler.onResponseStart(controller, response.status, Object.fromEntries(response.headers));
    for await (const chunk of response.body ?? []) {
      if (signal.aborted) return;
      handler.onResponseData(controller, chunk);
      await resumed;
    }
    handler.onResponseEnd();
  } catch (thrown) {
    if (signal.aborted) return;
    handler.onResponseError(controller, thrown instanceof Error ? (thrown.cause ?? thrown) : thrown);
  }
}
