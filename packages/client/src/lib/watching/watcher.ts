import { callListener } from '../base/call-listener.ts';
import type { OperationContext } from '../operations/send-operation.ts';
import type { RequestDefaults } from '../operations/to-call-request.ts';
import type { Call } from '../transport/call.ts';
import { toAbsoluteUrl } from '../transport/send-call.ts';
import type { SendSettings } from '../transport/send-call.ts';
import type { CloseCallEvent, CloseHooks } from './hooks.ts';

/** Hooks, and the client that they watch. */
export interface Watcher extends OperationContext {
  hooks: CloseHooks;
  /** The numbers of the calls that have events. */
  readonly numbers: WeakMap<Call, number>;
  lastNumber: number;
}

type HookName = keyof CloseHooks;

type EventMap = { readonly [Name in HookName]-?: Parameters<NonNullable<CloseHooks[Name]>>[0] };

/** Calls a hook with an event, which is created only when there is such a hook. */
export function tell<Name extends HookName>(
  { hooks }: Watcher,
  name: Name,
  toEvent: () => EventMap[Name],
): void {
  // Called as a method, so that an object with state may watch.
  const listeners: { readonly [One in HookName]?: ((event: EventMap[One]) => unknown) | undefined } = hooks;
  if (listeners[name] !== undefined)
    callListener((event: EventMap[Name]) => listeners[name]?.(event), toEvent());
}

/** Whether a response makes its call fail. */
export function isFailure({ request }: Call, { ok, status }: Response): boolean {
  return !ok && !(request.follows && status >= 300 && status < 400);
}

/** Whether a request goes to the API. Other hosts get no headers of a trace, and may have signed URLs. */
export function isBelowBase(url: string, client: RequestDefaults & SendSettings): boolean {
  const base = new URL(`${toAbsoluteUrl(client.baseUrl, client)}/`);
  return new URL(url).href.startsWith(base.href);
}

/** The members of every event of a call. */
export function describeCall(call: Call, watcher: Watcher): CloseCallEvent {
  const { operation, method, path, group } = call.request;
  return { operation, method, path, attempt: call.attempts, call: numberOf(call, watcher), group };
}

function numberOf(call: Call, watcher: Watcher): number {
  const known = watcher.numbers.get(call);
  if (known !== undefined) return known;
  watcher.lastNumber += 1;
  watcher.numbers.set(call, watcher.lastNumber);
  return watcher.lastNumber;
}
