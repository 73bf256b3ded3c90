export { toNodeListener } from './lib/to-node-listener.ts';
export type {
  DispatchController,
  DispatchHandler,
  DispatchOptions,
  UndiciDispatcher,
  UpstreamHeaders,
} from './lib/node/dispatcher.ts';
export type { NodeListener, NodeListenerOptions } from './lib/to-node-listener.ts';
