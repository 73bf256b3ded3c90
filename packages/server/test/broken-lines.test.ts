import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionRecord, SessionStore } from '../src/index.ts';
import { engines } from './engines.ts';
import type { Place } from './engines.ts';

const record: SessionRecord = {
  organizationId: 'orga_1',
  userId: 'user_1',
  otherOrganizations: [],
  profile: null,
  device: '',
  createdAt: 1000,
  lastSeenAt: 1500,
  expiresAt: 9_000_000_000_000,
};

const texts = {
  postgres: { save: 'insert into', update: 'update ', delete: 'delete from', list: 'order by key' },
  redis: { save: 'organization_ids', update: 'EXISTS', delete: 'local function remove', list: 'ZRANGEBYLEX' },
};

const remote = engines.filter((engine) => engine.name === 'postgres' || engine.name === 'redis');

describe.each(remote)('the session store on $name, when a reply is lost', ({ name, makePlace }) => {
  let place: Place;
  let store: SessionStore;
  beforeAll(async () => {
    place = await makePlace();
    store = place.connect();
    await store.load('warm');
  });
  afterAll(async () => {
    await store.close?.();
    await place.end();
  });
  const { save, update, delete: remove, list } = name === 'postgres' ? texts.postgres : texts.redis;

  it('saves a session', async () => {
    place.line?.loseReplyTo(save);
    await store.save('a', record);
    expect(await store.load('a')).toEqual(record);
  });

  it('updates a session', async () => {
    place.line?.loseReplyTo(update);
    expect(await store.update('a', { device: 'Phone' })).toBe(true);
    expect((await store.load('a'))?.device).toBe('Phone');
  });

  it('lists sessions', async () => {
    place.line?.loseReplyTo(list);
    expect((await store.list({ userId: 'user_1' }, { limit: 5 })).sessions).toHaveLength(1);
  });

  it('deletes a session, so that a sign-out does not fail', async () => {
    place.line?.loseReplyTo(remove);
    await store.delete('a');
    expect(await store.load('a')).toBeUndefined();
  });

  it('rejects with its code and the advice while the server cannot be reached, and works again after', async () => {
    place.line?.down();
    await expect(store.load('a')).rejects.toMatchObject({
      code: 'session_store_unavailable',
      message: expect.stringContaining('Check that it runs and can be reached.'),
    });
    place.line?.up();
    await expect.poll(() => store.load('a').catch((error: unknown) => error)).toBeUndefined();
  });
});
