import { describe, expect, it } from 'vitest';
import { createKeyRing } from '../record/key-ring.ts';
import { createSealer } from '../record/sealer.ts';
import { createAuthorizationFlow } from './authorization-flow.ts';
import type { AuthorizationFlow } from './authorization-flow.ts';

const transaction = {
  state: 's',
  codeVerifier: 'v',
  redirectUri: 'https://app.example/callback',
  startedAt: 5000,
};
const callback = new URL('https://app.example/callback?state=s');

interface Bench {
  readonly flow: AuthorizationFlow;
  readonly clock: { time: number };
  readonly marks: (readonly [string, number])[];
}

function bench(): Bench {
  const clock = { time: 5000 };
  const marks: (readonly [string, number])[] = [];
  const flow = createAuthorizationFlow(createSealer(createKeyRing()), {
    now: () => clock.time,
    flowLifetimeMs: 1000,
    consume: async (mark, lifetimeMs) => marks.push([mark, lifetimeMs]) === 1,
  });
  return { flow, clock, marks };
}

describe('createAuthorizationFlow', () => {
  it('opens a transaction until the last millisecond of its lifetime', async () => {
    const { flow, clock } = bench();
    const sealed = await flow.seal(transaction);
    clock.time = 6001;
    await expect(flow.open(sealed, callback)).rejects.toMatchObject({
      code: 'flow_expired',
      message: 'The login took too long. Start it again.',
    });
    clock.time = 6000;
    expect(await flow.open(sealed, callback)).toEqual(transaction);
  });

  it('consumes the state for the whole lifetime, once', async () => {
    const { flow, clock, marks } = bench();
    const sealed = await flow.seal(transaction);
    clock.time = 5900;
    await flow.open(sealed, callback);
    await expect(flow.open(sealed, callback)).rejects.toMatchObject({
      code: 'state_replayed',
      message: 'This callback was used before. Start the login again.',
    });
    expect(marks[0]).toEqual(['login:s', 1000]);
  });

  it('consumes nothing for a callback with another state', async () => {
    const { flow, marks } = bench();
    const other = new URL('https://app.example/callback?state=t');
    expect(await flow.open(await flow.seal(transaction), other)).toEqual(transaction);
    expect(marks).toEqual([]);
  });

  it('refuses a browser without a transaction, and one with another', async () => {
    const { flow } = bench();
    for (const sealed of [undefined, '']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other.
      await expect(flow.open(sealed, callback)).rejects.toMatchObject({
        code: 'state_missing',
        message: 'This browser has not started a login. Start it again.',
      });
    }
    await expect(flow.open(await bench().flow.seal(transaction), callback)).rejects.toMatchObject({
      code: 'state_mismatch',
      message: 'The login was not started by this app, or its keys have changed. Start it again.',
    });
  });
});
