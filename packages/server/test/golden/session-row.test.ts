import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import type { SessionRecord } from '../../src/index.ts';
import { sqliteSessionStore } from '../../src/stores/sqlite.ts';

const golden: Record<string, string | number> = JSON.parse(
  readFileSync(new URL('session-row.v1.json', import.meta.url), 'utf8'),
);

const record: SessionRecord = {
  organizationId: 'orga_1',
  userId: 'user_1',
  otherOrganizations: [{ id: 'orga_2', name: 'Zoö' }],
  profile: {
    user: { id: 'user_1', name: 'Ada', email: 'ada@example.com' },
    organization: { id: 'orga_1', name: 'Engines' },
  },
  device: 'Phone',
  createdAt: 1_800_000_000_000,
  lastSeenAt: 1_800_000_003_600,
  expiresAt: 1_800_000_604_800,
};

function openEmpty() {
  const database = new DatabaseSync(':memory:');
  onTestFinished(() => database.close());
  return { database, store: sqliteSessionStore({ database }) };
}

it('a stored session is read, and found by its user and its organizations', async () => {
  const { database, store } = openEmpty();
  await store.load('none');
  const columns = Object.keys(golden);
  const marks = columns.map(() => '?').join(', ');
  database
    .prepare(`insert into closekit_sessions (${columns.join(', ')}) values (${marks})`)
    .run(...Object.values(golden));
  const stored = { key: golden['key'], record };
  expect(await store.load(String(golden['key']))).toEqual(record);
  for (const filter of [{ userId: 'user_1' }, { organizationId: 'orga_1' }, { organizationId: 'orga_2' }])
    expect((await store.list(filter, { limit: 10 })).sessions).toEqual([stored]);
});

it('a session is stored in this form', async () => {
  const { database, store } = openEmpty();
  await store.save(String(golden['key']), record);
  expect({ ...database.prepare('select * from closekit_sessions').get() }).toEqual(golden);
});
