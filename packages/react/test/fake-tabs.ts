import type { TabFeatures } from '../src/lib/live/shared-stream.ts';

interface Held {
  readonly reject: (error: Error) => void;
}

interface Promised extends Held {
  readonly resolve: (value: unknown) => void;
}

type Callback = () => Promise<unknown> | undefined;

/** The locks and channels of one browser, for tabs within one process. */
export function createFakeTabs() {
  const held = new Map<string, Held>();
  const waiting = new Map<string, (() => void)[]>();
  const channels = new Set<FakeChannel>();
  const frozen = new Set<TabFeatures>();
  const names = new Set<string>();

  function next(name: string): void {
    if (!held.has(name)) waiting.get(name)?.shift()?.();
  }

  async function grant(name: string, run: Callback, { resolve, reject }: Promised): Promise<void> {
    const own: Held = { reject };
    held.set(name, own);
    resolve(await run());
    if (held.get(name) !== own) return;
    held.delete(name);
    next(name);
  }

  function request(name: string, options: LockOptions, run: Callback): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const start = (): void => void grant(name, run, { resolve, reject });
      if (options.steal) {
        queueMicrotask(() => {
          held.get(name)?.reject(new DOMException('The lock was taken away.', 'AbortError'));
          start();
        });
        return;
      }
      const line = waiting.get(name) ?? [];
      waiting.set(name, [...line, start]);
      options.signal?.addEventListener('abort', () => {
        waiting.set(name, waiting.get(name)?.filter((one) => one !== start) ?? []);
        reject(new DOMException('The request was aborted.', 'AbortError'));
      });
      // In a task, as browsers do.
      queueMicrotask(() => next(name));
    });
  }

  class FakeChannel extends EventTarget {
    readonly name: string;
    readonly features: TabFeatures;
    constructor(name: string, features: TabFeatures) {
      super();
      this.name = name;
      this.features = features;
      names.add(name);
      channels.add(this);
    }
    postMessage(data: unknown): void {
      if (frozen.has(this.features)) return;
      for (const channel of channels)
        if (channel !== this && channel.name === this.name && !frozen.has(channel.features))
          channel.dispatchEvent(new MessageEvent('message', { data: structuredClone(data) }));
    }
    close(): void {
      channels.delete(this);
    }
  }

  function tab(): TabFeatures {
    const features: TabFeatures = {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one method that is used
      locks: { request } as unknown as LockManager,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the members that are used
      openChannel: (name) => new FakeChannel(name, features) as unknown as BroadcastChannel,
    };
    return features;
  }

  return {
    tab,
    names,
    /** Stops the channels of a tab, as freezing does: it neither sends nor hears, and keeps its lock. */
    freeze: (features: TabFeatures) => void frozen.add(features),
    thaw: (features: TabFeatures) => void frozen.delete(features),
    /** The number of requests that wait for a lock. */
    waiting: () => [...waiting.values()].flat().length,
    /** The number of open channels and of held locks. */
    open: () => channels.size + held.size,
  };
}
