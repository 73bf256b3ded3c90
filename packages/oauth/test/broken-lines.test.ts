import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TokenStore } from '../src/lib/record/token-store.ts';
import { activeRecord } from './active-record.ts';
import { engines } from './engines.ts';
import type { Place } from './engines.ts';

const remote = engines.filter((engine) => engine.remote);

describe.skipIf(remote.length === 0).each(remote)('a store cut off from $name', ({ makePlace }) => {
  let place: Place;
  let store: TokenStore;
  beforeEach(async () => {
    place = await makePlace();
    store = place.connect();
    await store.compareAndSet('k', 0, activeRecord(1));
  });
  afterEach(async () => {
    await store.close?.();
    await place.end();
  });

  it('reads again on a new connection', async () => {
    place.line?.cut();
    expect(await store.load('k')).toEqual(activeRecord(1));
  });

  it('reports an unknown outcome when the reply to a write was lost', async () => {
    place.loseNextReply();
    const writing = store.compareAndSet('k', 1, activeRecord(2));
    await expect(writing).rejects.toMatchObject({ code: 'store_unavailable', outcomeUnknown: true });
    expect(await store.load('k')).toEqual(activeRecord(2));
  });

  it('writes nothing when the write was lost, and works afterwards', async () => {
    place.loseNextWrite();
    const writing = store.compareAndSet('k', 1, activeRecord(2));
    await expect(writing).rejects.toMatchObject({ code: 'store_unavailable', outcomeUnknown: true });
    expect(await store.load('k')).toEqual(activeRecord(1));
    expect(await store.compareAndSet('k', 1, activeRecord(2))).toBe(true);
  });

  it('fails while the engine is down, and works afterwards', async () => {
    place.line?.down();
    await expect(store.load('k')).rejects.toMatchObject({ code: 'store_unavailable' });
    await expect(store.compareAndSet('k', 1, activeRecord(2))).rejects.toMatchObject({
      code: 'store_unavailable',
    });
    place.line?.up();
    await vi.waitFor(async () => expect(await store.load('k')).toBeDefined(), { timeout: 20_000 });
    expect(await store.load('k')).toEqual(activeRecord(1));
    expect(await store.compareAndSet('k', 1, activeRecord(2))).toBe(true);
  });

  it('closes while the engine is down, also when it is about to listen', async () => {
    await store.load('k');
    place.line?.down();
    store.subscribe?.('k', () => undefined);
    await store.close?.();
    place.line?.up();
    expect(await store.load('k')).toEqual(activeRecord(1));
  });

  it('wakes again after the listening connection broke', async () => {
    const wake = vi.fn<() => void>();
    store.subscribe?.('k', wake);
    await vi.waitFor(() => expect(wake).toHaveBeenCalled(), { timeout: 20_000 });
    place.line?.cut();
    wake.mockClear();
    await vi.waitFor(() => expect(wake).toHaveBeenCalled(), { timeout: 20_000 });
    wake.mockClear();
    expect(await (async () => store.load('k'))()).toBeDefined();
    await store.compareAndSet('k', 1, activeRecord(2));
    await vi.waitFor(() => expect(wake).toHaveBeenCalled(), { timeout: 20_000 });
  });
});
