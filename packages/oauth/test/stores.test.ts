import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenStoreContract } from '../src/testing.ts';
import { engines } from './engines.ts';
import type { Place } from './engines.ts';

describe.each(engines)('the store on $name', ({ shared, remote, makePlace }) => {
  let place: Place;
  beforeAll(async () => {
    place = await makePlace();
  });
  afterAll(() => place.end());

  const loseNextReply = (): void => place.loseNextReply();
  const contract = tokenStoreContract(() => place.connect(), { shared, ...(remote && { loseNextReply }) });
  it.each(contract)('$name', (check) => expect(check.run()).resolves.toBeUndefined());
});
