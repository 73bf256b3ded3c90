import { createHook } from 'node:async_hooks';
import { getEventListeners } from 'node:events';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { json, stubFetch } from '../../../test/stub-fetch.ts';
import { bearer } from '../auth/bearer.ts';
import { createClock } from '../base/clock.ts';
import { sleep } from '../base/sleep.ts';
import { createCloseClient } from '../create-close-client.ts';
import { Call } from './call.ts';
import { defaultLimits } from './call-limits.ts';
import { joinSignals, leaveSignals } from './signal-hub.ts';

/** A client whose requests end only by their signal. */
function hangingClient() {
  const signals: (AbortSignal | null | undefined)[] = [];
  const send: typeof fetch = (_, init) => {
    signals.push(init?.signal);
    return new Promise(() => {});
  };
  return { close: createCloseClient({ auth: bearer('t'), fetch: send, rateLimit: 'react' }), signals };
}

function createCall(): Call {
  const request = {
    operation: undefined,
    method: 'GET',
    path: '/me/',
    group: 'GET /me/',
    isRead: true,
    mayBeEmpty: false,
    url: 'https://api.close.com/api/v1/me/',
    headers: {},
    limits: defaultLimits,
  };
  return new Call(request, createClock(sleep));
}

describe('one signal of many calls', () => {
  it('has one listener, and none when they have ended', async () => {
    const { close } = hangingClient();
    const controller = new AbortController();
    const { signal } = controller;
    const calls = Array.from({ length: 1_000 }, () => close.users.getMe({ signal }).result());
    await Promise.resolve();
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    controller.abort();
    const results = await Promise.all(calls);
    expect(new Set(results.map((one) => (one.ok ? 'ok' : one.error.code)))).toEqual(new Set(['aborted']));
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('ends its own calls only, when calls of another signal come in between', async () => {
    const { close } = hangingClient();
    const [first, second] = [new AbortController(), new AbortController()];
    const send = (signal: AbortSignal) => close.users.getMe({ signal }).result();
    const calls = [first, second, first, second].map(({ signal }) => send(signal));
    await Promise.resolve();
    const listeners = [first, second].map(({ signal }) => getEventListeners(signal, 'abort').length);
    expect(listeners).toEqual([1, 1]);
    first.abort('first');
    const ended = await Promise.all([calls[0], calls[2]]);
    expect(ended).toMatchObject([{ error: { cause: 'first' } }, { error: { cause: 'first' } }]);
    expect(getEventListeners(second.signal, 'abort')).toHaveLength(1);
    second.abort('second');
    const others = await Promise.all([calls[1], calls[3]]);
    expect(others).toMatchObject([{ error: { cause: 'second' } }, { error: { cause: 'second' } }]);
  });

  it('has no listener when its calls have ended and another signal was used since', async () => {
    const responses: ((response: Response) => void)[] = [];
    const send: typeof fetch = () => new Promise((resolve) => responses.push(resolve));
    const close = createCloseClient({ auth: bearer('t'), fetch: send, rateLimit: 'react' });
    const signals = [new AbortController().signal, new AbortController().signal];
    const calls = signals.map((signal) => close.users.getMe({ signal }).withResponse());
    for (const respond of responses) respond(json({}));
    await Promise.all(calls);
    const counts = signals.map((signal) => getEventListeners(signal, 'abort').length);
    expect(counts).toEqual([0, 1]);
  });

  it('is not the signal of the request, and keeps no request', async () => {
    const { signal } = new AbortController();
    const seen: unknown[] = [];
    const send: typeof fetch = async (_, init) => {
      seen.push(init?.signal);
      return json({});
    };
    const close = createCloseClient({ auth: bearer('t'), fetch: send });
    await close.users.getMe({ signal });
    await close.users.getMe({ signal });
    expect(seen).not.toContain(signal);
    expect(seen[0]).not.toBe(seen[1]);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await close.users.getMe({ signal: new AbortController().signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('ends a call at once although `fetch` ignores its signal', async () => {
    const { close, signals } = hangingClient();
    const controller = new AbortController();
    const result = close.users.getMe({ signal: controller.signal }).result();
    await Promise.resolve();
    controller.abort();
    expect(await result).toMatchObject({ error: { code: 'aborted', attempts: 1 } });
    expect(signals[0]?.aborted).toBe(true);
  });

  it('still ends the other calls when one of them has left twice', () => {
    const controller = new AbortController();
    const [first, second, third] = [createCall(), createCall(), createCall()];
    const joined = [first, second, third].map((call) => joinSignals([controller.signal], call));
    leaveSignals(joined[0] ?? []);
    leaveSignals(joined[0] ?? []);
    controller.abort();
    expect([first, second, third].map((call) => call.stopped?.code)).toEqual([
      undefined,
      'aborted',
      'aborted',
    ]);
  });

  it('leaves no listener at a signal that has already aborted', async () => {
    const signal = AbortSignal.abort();
    const close = createCloseClient({ auth: bearer('t'), fetch: stubFetch().fetch });
    await close.users.getMe({ signal }).result();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('shared by 100,000 calls does as much for the last as for the first, and keeps nothing', async () => {
    const warnings: string[] = [];
    const warn = ({ message }: Error) => void warnings.push(message);
    process.on('warning', warn);
    onTestFinished(() => void process.off('warning', warn));
    const combine = vi.spyOn(AbortSignal, 'any');
    onTestFinished(() => combine.mockRestore());
    const { signal } = new AbortController();
    const add = vi.spyOn(signal, 'addEventListener');
    const close = createCloseClient({ auth: bearer('t'), fetch: async () => json({}), rateLimit: 'react' });
    const send = () => Promise.all(Array.from({ length: 100 }, () => close.users.getMe({ signal })));

    await send();
    const first = await countWork(send);
    for (let round = 3; round < 1_000; round += 1) await send();
    const last = await countWork(send);

    expect(last).toBe(first);
    expect(add).toHaveBeenCalledTimes(1);
    expect(combine).not.toHaveBeenCalled();
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await close.users.getMe({ signal: new AbortController().signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    expect(warnings).toEqual([]);
  }, 120_000);
});

/** Counts the promises, timers and other asynchronous resources that work creates. */
async function countWork(work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const hook = createHook({ init: () => void (count += 1) }).enable();
  await work();
  hook.disable();
  return count;
}
