import { describe, expect, it } from 'vitest';
import { CloseApiError } from '../errors/close-api-error.ts';
import { LazyCall } from './close-call.ts';

function countingCall(outcome: () => string = () => 'data') {
  const sent: number[] = [];
  const call = new LazyCall(async () => {
    sent.push(1);
    return { data: outcome(), response: new Response(), attempts: 1 };
  });
  return { call, sent };
}

const failing = () => {
  throw new CloseApiError('not_found', 'gone');
};

describe('CloseCall', () => {
  it('is not sent until it is awaited', async () => {
    const { call, sent } = countingCall();
    await Promise.resolve();
    expect(sent).toHaveLength(0);
    await call;
    expect(sent).toHaveLength(1);
  });

  it('is sent once however often it is awaited', async () => {
    const { call, sent } = countingCall();
    expect(await Promise.all([call, call, call.result(), call.withResponse()])).toHaveLength(4);
    expect(await call).toBe('data');
    expect(sent).toHaveLength(1);
  });

  it('returns the response together with the data', async () => {
    expect(await countingCall().call.withResponse()).toMatchObject({ data: 'data', attempts: 1 });
  });

  it('returns a failure as a value from result()', async () => {
    expect(await countingCall().call.result()).toEqual({ ok: true, data: 'data' });
    expect(await countingCall(failing).call.result()).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    });
  });

  it('does not turn a programming mistake into a result', async () => {
    const mistake = new TypeError('mistake');
    const { call } = countingCall(() => {
      throw mistake;
    });
    await expect(call.result()).rejects.toBe(mistake);
  });

  it('works with catch and finally', async () => {
    const order: string[] = [];
    expect(await countingCall(failing).call.catch(() => 'caught')).toBe('caught');
    expect(await countingCall().call.finally(() => order.push('done'))).toBe('data');
    expect(order).toEqual(['done']);
  });
});
