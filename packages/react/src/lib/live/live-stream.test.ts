import { describe, expect, it, vi } from 'vitest';
import { createFakeClock } from '../../../test/fake-clock.ts';
import { FakeEventSource } from '../../../test/fake-event-source.ts';
import { LiveStream } from './live-stream.ts';
import type { LiveMessage } from './message.ts';

const event = (id: string) => ({
  id,
  object_type: 'lead',
  object_id: 'lead_1',
  lead_id: null,
  action: 'updated',
  changed_fields: [],
});

function setUp({ position = '' } = {}) {
  const clock = createFakeClock();
  const sources: FakeEventSource[] = [];
  const messages: LiveMessage[] = [];
  const onRefused = vi.fn<() => Promise<void>>(async () => undefined);
  const stream = new LiveStream({
    ...clock,
    later: clock.later,
    random: () => 1,
    position,
    owner: { organizationId: 'orga_1', userId: 'user_1' },
    onRefused,
    onMessage: (message) => void messages.push(message),
    open: (from) => {
      const source = new FakeEventSource(from);
      sources.push(source);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has all members that are used
      return source as unknown as EventSource;
    },
  });
  const last = (): FakeEventSource => sources.at(-1) ?? new FakeEventSource('none');
  const statuses = (): string[] =>
    messages.flatMap((message) => (message.kind === 'state' ? [message.status] : []));
  const positions = (): string[] => sources.map(({ url }) => url);
  return { stream, clock, sources, messages, onRefused, last, statuses, positions };
}

describe('LiveStream', () => {
  it('opens with the first heartbeat, and passes events on with their positions', () => {
    const { stream, last, messages, statuses } = setUp();
    stream.open();
    expect(statuses()).toEqual(['connecting']);
    last().open();
    last().send('close', event('ev_1'), 'ev_1');
    expect(messages.slice(1)).toEqual([
      { kind: 'state', status: 'open', position: 'start', intervalMs: 20_000 },
      { kind: 'event', position: 'ev_1', event: event('ev_1') },
    ]);
  });

  it('opens another stream after the last event when two heartbeats are missing', async () => {
    const { stream, last, clock, positions, statuses } = setUp();
    stream.open();
    last().open();
    last().send('close', event('ev_1'), 'ev_1');
    await clock.pass(30_000);
    last().beat();
    await clock.pass(39_999);
    expect(positions()).toEqual(['']);
    await clock.pass(1);
    expect(positions()).toEqual(['', 'ev_1']);
    expect(statuses().at(-1)).toBe('stale');
    last().open('ev_1');
    expect(statuses().at(-1)).toBe('open');
  });

  it('counts every message as a sign of life', async () => {
    const { stream, last, clock, sources } = setUp();
    stream.open();
    last().open();
    await clock.pass(39_000);
    last().send('close', event('ev_1'), 'ev_1');
    await clock.pass(39_000);
    expect(sources).toHaveLength(1);
  });

  it('takes the interval from the server', async () => {
    const { stream, last, clock, sources } = setUp();
    stream.open();
    last().send('heartbeat', { intervalMs: 1_000, organizationId: 'orga_1', userId: 'user_1' }, 'start');
    await clock.pass(1_999);
    expect(sources).toHaveLength(1);
    await clock.pass(1);
    expect(sources).toHaveLength(2);
  });

  it('gives up a connection that never sends a heartbeat', async () => {
    const { stream, clock, sources } = setUp();
    stream.open();
    await clock.pass(40_000);
    expect(sources.map(({ readyState }) => readyState)).toEqual([2, 0]);
  });

  it('opens another stream when the network returns, and none while the user only returns', () => {
    const { stream, last, sources } = setUp();
    stream.open();
    last().open();
    stream.check(false);
    expect(sources).toHaveLength(1);
    stream.check(true);
    expect(sources.map(({ readyState }) => readyState)).toEqual([2, 0]);
  });

  it('notices at once that the computer was asleep', () => {
    const { stream, last, clock, positions } = setUp();
    stream.open();
    last().open();
    clock.sleep(40_000);
    stream.check(false);
    expect(positions()).toEqual(['', 'start']);
  });

  it('does not trust a clock that was set back', () => {
    const { stream, last, clock, sources } = setUp();
    stream.open();
    last().open();
    clock.sleep(-1);
    stream.check(false);
    expect(sources).toHaveLength(2);
  });

  it('is stale while the browser connects again', () => {
    const { stream, last, statuses, sources } = setUp();
    stream.open();
    last().open();
    last().breakOff();
    last().open();
    expect([statuses(), sources.length]).toEqual([['connecting', 'open', 'stale', 'open'], 1]);
  });

  it('passes no event on before a new connection has proven whose events it sends', () => {
    const { stream, last, messages } = setUp();
    stream.open();
    last().open();
    last().breakOff();
    last().send('close', event('ev_1'), 'ev_1');
    last().send('reset', {}, 'ev_2');
    last().open('start', { organizationId: 'orga_2', userId: 'user_1' });
    expect(messages.filter(({ kind }) => kind !== 'state')).toEqual([]);
  });

  it('starts with a short delay again after a stream that was open', async () => {
    const { stream, last, clock } = setUp();
    stream.open();
    last().refuse();
    await clock.pass(2_000);
    last().refuse();
    await clock.pass(4_000);
    last().open();
    last().refuse();
    expect(clock.delays()).toEqual([2_000]);
  });

  it('tries a refused stream again with a growing delay, and at once when the user returns', async () => {
    const { stream, last, clock, sources, onRefused, statuses } = setUp();
    stream.open();
    const delays: (number | undefined)[] = [];
    for (let attempt = 0; attempt < 10; attempt += 1) {
      last().refuse();
      expect(statuses().at(-1)).toBe('refused');
      delays.push(clock.delays()[0]);
      // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
      await clock.pass(clock.delays()[0] ?? 0);
    }
    expect(delays).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300].map((seconds) => seconds * 1000));
    expect([sources.length, onRefused.mock.calls.length]).toEqual([11, 10]);
    last().refuse();
    stream.check(false);
    stream.check(false);
    await clock.pass(0);
    expect([sources.length, onRefused.mock.calls.length]).toEqual([12, 11]);
  });

  it('reports a gap when it is accepted after a refusal and knows no event', async () => {
    const { stream, last, clock, messages } = setUp();
    stream.open();
    last().refuse();
    await clock.pass(2_000);
    last().open();
    expect(messages).toContainEqual({ kind: 'reset', position: 'start' });
  });

  it('refuses the events of another user or organization', async () => {
    const { stream, last, clock, messages, statuses, onRefused, sources } = setUp();
    stream.open();
    last().send('close', event('ev_0'), 'ev_0');
    last().open('start', { organizationId: 'orga_2', userId: 'user_1' });
    last().send('close', event('ev_1'), 'ev_1');
    expect([statuses().at(-1), last().readyState]).toEqual(['refused', 2]);
    await clock.pass(2_000);
    last().open('start', { organizationId: 'orga_1', userId: 'user_2' });
    expect(messages.filter(({ kind }) => kind !== 'state')).toEqual([]);
    expect([onRefused.mock.calls.length, sources.length]).toEqual([1, 2]);
  });

  it('continues after the position it starts with', () => {
    const { stream, last, positions, statuses, messages } = setUp({ position: 'ev_7' });
    stream.open();
    last().open('ev_7');
    expect([positions(), statuses()]).toEqual([['ev_7'], ['stale', 'open']]);
    last().send('reset', {}, 'ev_9');
    expect(messages.at(-1)).toEqual({ kind: 'reset', position: 'ev_9' });
  });

  it('leaves no timer behind, and hears nothing after its end', async () => {
    const { stream, last, clock, messages } = setUp();
    stream.open();
    last().open();
    const source = last();
    stream.close();
    const count = messages.length;
    source.send('close', event('ev_1'), 'ev_1');
    source.refuse();
    expect([clock.delays(), messages.length]).toEqual([[], count]);
    stream.open();
    last().refuse();
    stream.close();
    expect(clock.delays()).toEqual([]);
  });

  it('is unsupported where there are no streams', () => {
    const { messages } = setUp();
    const stream = new LiveStream({
      ...createFakeClock(),
      position: '',
      owner: { organizationId: 'orga_1', userId: 'user_1' },
      onRefused: async () => undefined,
      onMessage: (message) => void messages.push(message),
      open: () => undefined,
    });
    stream.open();
    expect(messages).toEqual([{ kind: 'state', status: 'unsupported', position: '', intervalMs: 20_000 }]);
  });
});
