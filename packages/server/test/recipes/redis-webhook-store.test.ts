import { handleInOrder, handleOnce, isWebhookError } from '@closekit/client/webhooks';
import { openRedis } from '@closekit/oauth/stores/redis';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { startEngine } from '../engines.ts';
import { redisWebhookStore } from './redis-webhook-store.ts';

const isAvailable = inject('engines').available.includes('redis');

/** Two processes with a connection each. */
async function openTwo() {
  const url = await startEngine('redis');
  const prefix = `webhooks:${crypto.randomUUID()}:`;
  const open = () => {
    const redis = openRedis({ url, assumeDurable: true });
    onTestFinished(() => redis.close());
    const sendCommand = ([name = '', ...rest]: string[]) => redis.write([name, ...rest]);
    return redisWebhookStore({ sendCommand }, prefix);
  };
  return [open(), open()] as const;
}

const event = (second: number) => ({
  id: `ev_${second}`,
  organization_id: 'orga_1',
  object_id: 'lead_1',
  action: 'updated',
  date_updated: `2026-11-30T14:00:0${second}`,
});
const codeOf = (error: unknown) => (isWebhookError(error) ? error.code : error);

describe.skipIf(!isAvailable)('redisWebhookStore', () => {
  it('lets one process at a time handle an event, and each event be handled once', async () => {
    const stores = await openTwo();
    let runs = 0;
    const handle = (store: (typeof stores)[0]) =>
      handleOnce(event(1), () => (runs += 1), { store }).catch(codeOf);
    const together = await Promise.all(stores.map(handle));
    expect(together).toContain('handled');
    expect([await Promise.all(stores.map(handle)), runs]).toEqual([['repeated', 'repeated'], 1]);
  });

  it('orders the events of an object among processes', async () => {
    const [here, there] = await openTwo();
    const applied: string[] = [];
    const handle = (second: number, store: typeof here) =>
      handleInOrder(event(second), () => applied.push(`ev_${second}`), { store });
    expect([await handle(2, here), await handle(1, there), await handle(3, there)]).toEqual([
      'handled',
      'outdated',
      'handled',
    ]);
    expect(applied).toEqual(['ev_2', 'ev_3']);
  });

  it('forgets after the time that it was asked for', async () => {
    const [here, there] = await openTwo();
    expect([await here.add('a', '1', 60_000), await there.add('a', '2', 60_000)]).toEqual([true, false]);
    expect(await there.get('a')).toBe('1');
    await here.set('b', '1', 1);
    await expect.poll(() => there.get('b')).toBeUndefined();
    await here.delete('a');
    expect(await there.get('a')).toBeUndefined();
  });
});
