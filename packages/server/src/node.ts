export { toNodeListener } from './lib/to-node-listener.ts';
export type { NodeListener } from './lib/to-node-listener.ts';
