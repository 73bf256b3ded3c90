import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { handleInOrder } from './handle-in-order.ts';
import { isWebhookError } from './webhook-error.ts';
import { memoryWebhookStore } from './webhook-store.ts';

const eventOf = (id: string) => ({
  id,
  organization_id: 'orga_1',
  object_id: 'lead_1',
  action: 'updated',
});

/** A copy of one object, kept by its events. */
function createCopy() {
  const store = memoryWebhookStore();
  const applied: string[] = [];
  const apply = (id: string, second: number | undefined, members: object = {}) => {
    const time = second === undefined ? {} : { date_updated: `2026-11-30T14:00:0${second}` };
    const event = { ...eventOf(id), ...time, ...members };
    return handleInOrder(event, () => applied.push(id), { store });
  };
  return { store, applied, apply };
}

describe('handleInOrder', () => {
  it('skips an event that is older than the one it has handled', async () => {
    const { apply, applied } = createCopy();
    const outcomes = [await apply('ev_2', 2), await apply('ev_1', 1), await apply('ev_3', 3)];
    expect([outcomes, applied]).toEqual([
      ['handled', 'outdated', 'handled'],
      ['ev_2', 'ev_3'],
    ]);
  });

  it('keeps objects apart', async () => {
    const { apply } = createCopy();
    await apply('ev_2', 2);
    expect(await apply('ev_1', 1, { object_id: 'lead_2' })).toBe('handled');
  });

  it('drops a repetition', async () => {
    const { apply, applied } = createCopy();
    expect([await apply('ev_1', 1), await apply('ev_1', 1)]).toEqual(['handled', 'repeated']);
    expect(applied).toEqual(['ev_1']);
  });

  it('orders events of one time by action: created, any other, deleted', async () => {
    const { apply, applied } = createCopy();
    const outcomes = [
      await apply('ev_2', 1),
      await apply('ev_1', 1, { action: 'created' }),
      await apply('ev_3', 1, { action: 'completed' }),
      await apply('ev_4', 1, { action: 'deleted' }),
      await apply('ev_2', 1),
    ];
    expect(outcomes).toEqual(['handled', 'outdated', 'handled', 'handled', 'outdated']);
    expect(applied).toEqual(['ev_2', 'ev_3', 'ev_4']);
  });

  it('always handles an event without a time, and orders nothing by it', async () => {
    const { apply, applied } = createCopy();
    await apply('ev_2', 2);
    await apply('ev_0', undefined);
    expect([await apply('ev_1', 1), await apply('ev_3', 3)]).toEqual(['outdated', 'handled']);
    expect(applied).toEqual(['ev_2', 'ev_0', 'ev_3']);
  });

  it('handles the events of one object one at a time', async () => {
    const { store, apply } = createCopy();
    const ends: (() => void)[] = [];
    const event = { ...eventOf('ev_1'), date_updated: '2026-11-30T14:00:00' };
    const work = () => new Promise<void>((resolve) => ends.push(resolve));
    const first = handleInOrder(event, work, { store });
    await vi.waitFor(() => expect(ends).toHaveLength(1));
    const second = await apply('ev_2', 2).catch((error: unknown) => isWebhookError(error) && error.code);
    expect([second, await apply('ev_3', 3, { object_id: 'lead_2' })]).toEqual(['webhook_busy', 'handled']);
    ends[0]?.();
    expect([await first, await apply('ev_2', 2)]).toEqual(['handled', 'handled']);
  });

  it('ends with the latest event, in whatever order and how often they come', async () => {
    const order = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(order, async (seconds) => {
        const { apply, applied } = createCopy();
        for (const second of seconds) await apply(`ev_${second}`, second);
        expect(applied.at(-1)).toBe(`ev_${Math.max(...seconds)}`);
        expect(applied).toEqual([...new Set(applied)].toSorted());
      }),
    );
  });

  it('names a wrong option', async () => {
    const { store } = createCopy();
    await expect(handleInOrder(eventOf('ev_1'), () => undefined, { store, leaseMs: 0.5 })).rejects.toThrow(
      new TypeError('handleInOrder: `leaseMs` must be a positive integer up to 2147483647.'),
    );
  });
});
