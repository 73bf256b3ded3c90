import { openStore } from './open-store.ts';
import type { StoreSpec } from './open-store.ts';

// A process that waits for a record and has nothing else to do: it ends by itself, with its store still open.
const spec: StoreSpec = JSON.parse(process.argv[2] ?? '');
const store = openStore(spec);
await store.load('k');
store.subscribe?.('k', () => undefined);
