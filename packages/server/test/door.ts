import type { CloseHandler } from '../src/lib/create-close-handler.ts';
import { throughNode } from './through-node.ts';

let isNode = false;

/** From now on, this test file's browsers reach their handlers through a socket and the Node door. */
export function enterNodeDoor(): void {
  isNode = true;
}

/** The handler as browsers reach it: the function itself, or through the Node door. */
export function throughDoor(handler: CloseHandler, upstream: typeof fetch): CloseHandler {
  return isNode ? throughNode(handler, upstream) : handler;
}
