import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { EndedSessions, LiveBus, LiveEvent } from '../src/index.ts';
import { postgresLiveBus } from '../src/stores/postgres.ts';
import { redisLiveBus } from '../src/stores/redis.ts';
import { engines } from './engines.ts';
import type { Engine, Place } from './engines.ts';
import { event } from './live-messages.ts';

interface Heard {
  readonly events: LiveEvent[];
  readonly missed: ReturnType<typeof vi.fn<() => void>>;
}

async function openPlace(engine: Engine): Promise<{ place: Place; open: () => Required<LiveBus> }> {
  const place = await engine.makePlace();
  onTestFinished(() => place.end());
  const open = (): Required<LiveBus> => {
    const bus = place.openBus?.();
    if (bus === undefined) throw new Error('This engine has no bus.');
    onTestFinished(() => bus.close());
    return bus;
  };
  return { place, open };
}

/** Subscribes, and waits until the bus listens: it then says that earlier events may have been missed. */
async function listen(bus: LiveBus, organizationId = 'orga_1'): Promise<Heard> {
  const heard: Heard = { events: [], missed: vi.fn<() => void>() };
  bus.subscribe(organizationId, (each) => heard.events.push(each), heard.missed);
  await vi.waitFor(() => expect(heard.missed).toHaveBeenCalled(), 10_000);
  return heard;
}

const remote = engines.filter(({ name }) => name === 'postgres' || name === 'redis');

describe.each(remote)('the bus on $name', (engine) => {
  it('carries events to the subscribers of their organization in all processes, in order', async () => {
    const { open } = await openPlace(engine);
    const buses = [open(), open(), open()];
    const heard = await Promise.all(buses.map((bus) => listen(bus)));
    const sent = Array.from({ length: 20 }, (_, index) => event(`ev_${index}`));
    for (const each of sent) await buses[0]?.publish(each);
    await buses[1]?.publish(event('ev_other', { organization_id: 'orga_2' }));
    for (const { events } of heard) await expect.poll(() => events).toEqual(sent);
  });

  it('carries an event that is larger than a notification of PostgreSQL', async () => {
    const { open } = await openPlace(engine);
    const [here, there] = [open(), open()];
    const { events } = await listen(there);
    const changed_fields = Array.from({ length: 200 }, (_, index) => `${index}ü😀${'x'.repeat(150)}`);
    await here.publish(event('ev_1', { changed_fields }));
    await here.publish(event('ev_2'));
    await expect.poll(() => events).toEqual([event('ev_1', { changed_fields }), event('ev_2')]);
  });

  it('carries the end of sessions', async () => {
    const { open } = await openPlace(engine);
    const [here, there] = [open(), open()];
    const ended: EndedSessions[] = [];
    const missed = vi.fn<() => void>();
    there.subscribeEnded((each) => ended.push(each), missed);
    await vi.waitFor(() => expect(missed).toHaveBeenCalled(), 10_000);
    await here.publishEnded({ userId: 'user_1' });
    await here.publishEnded({ organizationId: 'orga_1' });
    await here.publishEnded({ key: 'a' });
    await expect
      .poll(() => ended)
      .toEqual([{ userId: 'user_1' }, { organizationId: 'orga_1' }, { key: 'a' }]);
  });

  it('listens again after the connection broke, and says that events were missed', async () => {
    const { place, open } = await openPlace(engine);
    const [here, there] = [open(), open()];
    const { events, missed } = await listen(there);
    missed.mockClear();
    place.line?.down();
    await expect(here.publish(event('ev_lost'))).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(missed).not.toHaveBeenCalled();
    place.line?.up();
    await vi.waitFor(() => expect(missed).toHaveBeenCalled(), 15_000);
    const publish = async (): Promise<boolean> => {
      await here.publish(event('ev_1'));
      return true;
    };
    await expect.poll(() => publish().catch(() => false), { timeout: 10_000 }).toBe(true);
    await expect.poll(() => events).toEqual([event('ev_1')]);
  });

  it('begins to listen although the server cannot be reached at first', async () => {
    const { place, open } = await openPlace(engine);
    place.line?.down();
    const bus = open();
    const missed = vi.fn<() => void>();
    const events: LiveEvent[] = [];
    bus.subscribe('orga_1', (each) => events.push(each), missed);
    await expect(bus.publish(event('ev_0'))).rejects.toMatchObject({ code: 'store_unavailable' });
    place.line?.up();
    await vi.waitFor(() => expect(missed).toHaveBeenCalled(), 15_000);
    await bus.publish(event('ev_1'));
    await expect.poll(() => events).toEqual([event('ev_1')]);
  });

  it('stops calling a subscriber that has left', async () => {
    const { open } = await openPlace(engine);
    const bus = open();
    const { events } = await listen(bus);
    const left: LiveEvent[] = [];
    bus.subscribe('orga_1', (each) => left.push(each))();
    await bus.publish(event('ev_1'));
    await expect.poll(() => events).toEqual([event('ev_1')]);
    expect(left).toEqual([]);
  });
});

describe('postgresLiveBus and redisLiveBus', () => {
  it('name the wrong option', () => {
    const url = 'postgres://127.0.0.1/app';
    expect(() => postgresLiveBus({ connectionString: url, channel: 'a"; drop' })).toThrow(
      new TypeError('postgresLiveBus: `channel` must be up to 63 letters, digits and underscores.'),
    );
    expect(() => postgresLiveBus('mysql://')).toThrow(/^postgresLiveBus: `connectionString` must be /);
    expect(() => postgresLiveBus({ pool: { query: async () => ({ rows: [] }) } })).toThrow(
      new TypeError('postgresLiveBus: `pool` must have a method `connect` for `subscribe`.'),
    );
    expect(() => redisLiveBus('http://127.0.0.1')).toThrow(/^redisLiveBus: `url` must be /);
    expect(() => redisLiveBus({ url: 'redis://127.0.0.1', channel: '' })).toThrow(
      new TypeError('redisLiveBus: `channel` must be a text that is not empty.'),
    );
  });
});
