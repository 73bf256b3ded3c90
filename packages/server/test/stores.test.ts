import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
