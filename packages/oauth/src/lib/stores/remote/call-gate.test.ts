import { describe, expect, it } from 'vitest';
import { createCallGate } from './call-gate.ts';

interface Call {
  readonly name: string;
  end(): void;
}

function bench(limit: number): {
  gate: ReturnType<typeof createCallGate>;
  begun: Call[];
  call: (name: string, urgent?: boolean) => Promise<void>;
} {
  const gate = createCallGate(limit);
  const begun: Call[] = [];
  const call = (name: string, urgent = false): Promise<void> =>
    gate.pass(
      () =>
        new Promise((resolve) => {
          begun.push({ name, end: resolve });
        }),
      urgent,
    );
  return { gate, begun, call };
}

describe('createCallGate', () => {
  it('runs urgent calls first, and the others in their order', async () => {
    const { begun, call } = bench(1);
    const calls = [call('first'), call('second'), call('third'), call('urgent', true)];
    for (let index = 0; index < calls.length; index += 1) {
      await expect.poll(() => begun.length).toBe(index + 1);
      begun[index]?.end();
    }
    await Promise.all(calls);
    expect(begun.map(({ name }) => name)).toEqual(['first', 'urgent', 'second', 'third']);
  });

  it('continues after a failed call', async () => {
    const gate = createCallGate(1);
    await expect(gate.pass(() => Promise.reject(new Error('down')), false)).rejects.toThrow('down');
    expect(await gate.pass(() => Promise.resolve('up'), false)).toBe('up');
  });

  it('turns away the waiting calls, not those in flight', async () => {
    const { gate, begun, call } = bench(1);
    const [first, second] = [call('first'), call('second')];
    await expect.poll(() => begun.length).toBe(1);
    gate.turnAway(new Error('no use'));
    await expect(second).rejects.toThrow('no use');
    begun[0]?.end();
    await first;
    const third = call('third');
    await expect.poll(() => begun.length).toBe(2);
    begun[1]?.end();
    await third;
  });
});
