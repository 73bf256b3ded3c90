import { openBus } from './open-bus.ts';
import { openSessions } from './open-sessions.ts';
import type { SessionsSpec } from './open-sessions.ts';

// A process that has listened, and has nothing else to do: it ends by itself, with its store and its bus still open.
const spec: Exclude<SessionsSpec, { engine: 'sqlite' }> = JSON.parse(process.argv[2] ?? '');
const [store, bus] = [openSessions(spec), openBus(spec)];
await store.load('a');
const listening = setInterval(() => undefined, 1000);
bus.subscribe(
  'orga_1',
  () => undefined,
  () => clearInterval(listening),
);
