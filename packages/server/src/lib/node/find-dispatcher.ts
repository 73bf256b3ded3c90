import type { UndiciDispatcher } from './dispatcher.ts';

/** The part of the module undici that is used. */
interface Undici {
  readonly Dispatcher: abstract new () => object;
  getGlobalDispatcher(): UndiciDispatcher;
}

/** Finds the dispatcher for a call. `undefined` when there is none that accepts the handlers of undici 7. */
export type FindDispatcher = () => UndiciDispatcher | undefined;

/**
 * Loads undici, which is an optional peer, and returns a function that finds the global dispatcher: the one
 * that `setGlobalDispatcher` set, as global `fetch` uses it.
 */
export async function loadUndici(): Promise<FindDispatcher> {
  // A variable name, and the marks: bundlers of apps without undici would complain that it is missing.
  const name: string = 'undici';
  const undici: Partial<Undici> = await import(
    /* @vite-ignore */ /* webpackIgnore: true */ /* turbopackIgnore: true */ name
  ).catch(() => ({}));
  const { Dispatcher, getGlobalDispatcher } = undici;
  if (Dispatcher === undefined || getGlobalDispatcher === undefined) return () => undefined;
  let checked: UndiciDispatcher | undefined;
  let isSuitable = false;
  return () => {
    const dispatcher = getGlobalDispatcher();
    if (dispatcher !== checked) {
      isSuitable = dispatcher instanceof Dispatcher || acceptsHandlers(dispatcher);
      checked = dispatcher;
    }
    return isSuitable ? dispatcher : undefined;
  };
}

/**
 * Whether a dispatcher knows the handlers of undici 7. The global one may be of another version: that of Node
 * itself, or of a dependency. A request without a path fails before anything is sent, and older versions do
 * not report that to this kind of handler.
 */
function acceptsHandlers(dispatcher: UndiciDispatcher): boolean {
  let isReported = false;
  const probe = { origin: '', path: '', method: 'GET', headers: {}, body: null, headersTimeout: 0 } as const;
  const onResponseError = () => {
    isReported = true;
  };
  try {
    dispatcher.dispatch(probe, { ...silent, onResponseError });
  } catch {
    return false;
  }
  return isReported;
}

const silent = {
  onRequestStart: () => undefined,
  onResponseStart: () => undefined,
  onResponseData: () => undefined,
  onResponseEnd: () => undefined,
};
