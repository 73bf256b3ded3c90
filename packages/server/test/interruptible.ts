import { memorySessionStore } from '../src/index.ts';
import type { SessionStore } from '../src/index.ts';

/** A store with a hook that runs before a write. */
export function interruptible(): { sessions: SessionStore; before: { save?: () => Promise<unknown> } } {
  const before: { save?: () => Promise<unknown> } = {};
  const store = memorySessionStore();
  const interrupted: SessionStore['save'] = async (key, record) => {
    const { save: interrupt } = before;
    delete before.save;
    await interrupt?.();
    await store.save(key, record);
  };
  return { sessions: { ...store, save: interrupted }, before };
}
