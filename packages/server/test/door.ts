import type { RequestListener } from 'node:http';
import type { CloseHandler } from '../src/lib/create-close-handler.ts';
import { toNodeListener } from '../src/node.ts';
import { nodeListener, throughNode } from './through-node.ts';

let isNode = false;

/** From now on, this test file's browsers reach their handlers through a socket and the Node door. */
export function enterNodeDoor(): void {
  isNode = true;
}

const listeners = new WeakMap<CloseHandler, RequestListener>();

/** The handler as browsers reach it: the function itself, or through the Node door. */
export function throughDoor(handler: CloseHandler, upstream: typeof fetch): CloseHandler {
  if (!isNode) return handler;
  const through = throughNode(handler, upstream);
  listeners.set(through, nodeListener(handler, upstream));
  return through;
}

/** The listener of a handler that `throughDoor` has returned. */
export function listenerOf(handler: CloseHandler): RequestListener {
  return listeners.get(handler) ?? toNodeListener(handler);
}
