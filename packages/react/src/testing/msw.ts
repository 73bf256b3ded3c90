export { closeHandlers } from '../lib/testing/close-handlers.ts';

export type { CloseHandlersOptions } from '../lib/testing/close-handlers.ts';
