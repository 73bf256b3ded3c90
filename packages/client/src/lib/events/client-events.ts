import { assertArgument } from '../base/assert-argument.ts';
import { isRecord } from '../base/is-record.ts';
import type { CloseConnectionEvent, CloseHooks, CloseRateLimitEvent } from './hooks.ts';
import { reportFailure } from './report-failure.ts';

/** The events of a connection that a {@link CloseClientListener} receives. */
export type CloseClientEvent = CloseConnectionEvent | CloseRateLimitEvent;

/**
 * Listens to the events of a connection.
 *
 * @param event - The event. Narrow on `type`.
 */
export type CloseClientListener = (event: CloseClientEvent) => void;

type HookName = keyof CloseHooks;

/** The events by the hook that receives them. */
type EventMap = { readonly [Name in HookName]-?: Parameters<NonNullable<CloseHooks[Name]>>[0] };

type Hooks = { readonly [Name in HookName]?: ((event: EventMap[Name]) => unknown) | undefined };

/** The event emitter of a client. */
export interface ClientEvents {
  /** The hooks that have a listener. An event is created only for those. */
  readonly heard: Readonly<Partial<Record<HookName, boolean>>>;
  readonly emit: <Name extends HookName>(name: Name, event: EventMap[Name]) => void;
  readonly subscribe: (listener: CloseClientListener | CloseHooks) => () => void;
}

const hookNames = ['onRequest', 'onResponse', 'onRetry', 'onRateLimit', 'onError', 'onConnection'] as const;

/** Creates the event emitter of a client, with the hooks of its options. */
export function createClientEvents(options: CloseHooks): ClientEvents {
  const entries = new Set<{ readonly hooks: Hooks }>();
  const heard: Partial<Record<HookName, boolean>> = {};
  const count = (): void => {
    for (const name of hookNames) heard[name] = [...entries].some(({ hooks }) => hooks[name] !== undefined);
  };
  const add = (hooks: Hooks): (() => void) => {
    const entry = { hooks };
    entries.add(entry);
    count();
    return () => {
      entries.delete(entry);
      count();
    };
  };
  add(options);
  return {
    heard,
    emit(name, event) {
      for (const { hooks } of entries) deliver(hooks, name, event);
    },
    subscribe(listener) {
      if (typeof listener === 'function') return add({ onConnection: listener, onRateLimit: listener });
      assertArgument(isRecord(listener), ['subscribe', 'listener'], 'a function or an object with hooks');
      return add(parseHooks(listener, 'subscribe'));
    },
  };
}

/**
 * Checks the hooks of options, which may have other members.
 *
 * @throws TypeError naming the wrong hook.
 */
export function parseHooks(options: CloseHooks, caller: string): CloseHooks {
  for (const name of hookNames) {
    const isHook = options[name] === undefined || typeof options[name] === 'function';
    assertArgument(isHook, [caller, name], 'a function');
  }
  return options;
}

function deliver<Name extends HookName>(hooks: Hooks, name: Name, event: EventMap[Name]): void {
  try {
    const result = hooks[name]?.(event);
    if (result instanceof Promise) result.catch(reportFailure);
  } catch (error) {
    reportFailure(error);
  }
}
