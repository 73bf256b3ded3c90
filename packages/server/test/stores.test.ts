import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqliteSessionStore } from '../src/stores/sqlite.ts';
import { sessionStoreContract } from '../src/testing.ts';
import { engines } from './engines.ts';
import type { Place } from './engines.ts';

describe.each(engines)('the session store on $name', ({ shared, makePlace }) => {
  let place: Place;
  beforeAll(async () => {
    place = await makePlace();
  });
  afterAll(() => place.end());

  const contract = sessionStoreContract(() => place.connect(), { shared });
  it.each(contract)('$name', (check) => expect(check.run()).resolves.toBeUndefined());
});

describe('the session store on better-sqlite3, as Node 22 has it', () => {
  let place: Place;
  const sqlite = engines.find(({ name }) => name === 'sqlite');
  beforeAll(async () => {
    if (sqlite === undefined) throw new Error('SQLite is everywhere.');
    place = await sqlite.makePlace();
  });
  afterAll(() => place.end());

  const contract = sessionStoreContract(
    () => {
      if (place.spec?.engine !== 'sqlite') throw new Error('This place is no file.');
      return sqliteSessionStore({ path: place.spec.path, driver: Database });
    },
    { shared: true },
  );
  it.each(contract)('$name', (check) => expect(check.run()).resolves.toBeUndefined());
});
