export { listen } from './lib/node/listen.ts';

export type { Listener, ListenOptions, ListenTarget } from './lib/node/listen.ts';
