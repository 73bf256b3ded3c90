import { describe, expect, it } from 'vitest';
import { settle, signedIn } from '../../../test/store-over-backend.ts';
import { createFakePage } from '../../../test/fake-page.ts';
import type { CloseSession } from './close-session.ts';
import { SessionReader } from './session-reader.ts';

function setUp() {
  const page = createFakePage();
  const signals: AbortSignal[] = [];
  const sessions: CloseSession[] = [];
  const failures: boolean[] = [];
  const source = {
    answer: (): Promise<CloseSession> => Promise.reject(new TypeError('network down')),
    read: (signal: AbortSignal) => {
      signals.push(signal);
      return source.answer();
    },
  };
  const onFailure = (_cause: unknown, isFirst: boolean): void => void failures.push(isFirst);
  const reader = new SessionReader({ source, page, onFailure, random: () => 1 });
  const read = (): Promise<void> => reader.read((session) => void sessions.push(session));
  return { page, source, signals, sessions, failures, reader, read };
}

describe('SessionReader', () => {
  it('retries eight times, with longer and longer delays, then stops', async () => {
    const { page, signals, failures, read } = setUp();
    const delays: number[] = [];
    await read();
    for (let retry = 0; retry < 8; retry += 1) {
      delays.push(...page.delaysMs());
      page.elapse();
      await settle();
    }
    expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(failures).toEqual([true, ...Array.from({ length: 8 }, () => false)]);
    expect(page.delaysMs()).toEqual([]);
    expect(signals).toHaveLength(9);
  });

  it('spreads the retries of many pages over the second half of each delay', async () => {
    const { page, source } = setUp();
    for (const random of [() => 0, () => 0.5])
      await new SessionReader({ source, page, onFailure: () => {}, random }).read(() => {});
    expect(page.delaysMs()).toEqual([250, 375]);
  });

  it('starts with the first delay after a success', async () => {
    const { page, source, sessions, failures, reader, read } = setUp();
    await read();
    page.elapse();
    await settle();
    expect(reader.hasFailed).toBe(true);
    const { answer } = source;
    source.answer = () => Promise.resolve(signedIn);
    page.elapse();
    await settle();
    expect(sessions).toEqual([signedIn]);
    expect(reader.hasFailed).toBe(false);
    source.answer = answer;
    await read();
    expect(page.delaysMs()).toEqual([500]);
    expect(failures).toEqual([true, false, true]);
  });

  it.each([400, 401, 403, 404])('does not retry status %i, which no retry cures', async (status) => {
    const { page, source, failures, read } = setUp();
    source.answer = () => Promise.reject(Object.assign(new Error('refused'), { status }));
    await read();
    expect([failures, page.delaysMs()]).toEqual([[false], []]);
  });

  it.each([408, 429, 500, 503])('retries status %i', async (status) => {
    const { source, failures, read } = setUp();
    source.answer = () => Promise.reject(Object.assign(new Error('refused'), { status }));
    await read();
    expect(failures).toEqual([true]);
  });

  it('retries a response that is no session, such as the page of a proxy', async () => {
    const { source, failures, read } = setUp();
    source.answer = () => Promise.reject(new SyntaxError('Unexpected token <'));
    await read();
    expect(failures).toEqual([true]);
  });

  it('aborts the read in flight for the next one, whose response counts', async () => {
    const { source, signals, sessions, reader, read } = setUp();
    const late: ((session: CloseSession) => void)[] = [];
    source.answer = () => new Promise((resolve) => void late.push(resolve));
    const first = read();
    source.answer = () => Promise.resolve(signedIn);
    await read();
    late[0]?.({ status: 'signed-out' });
    await first;
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    expect(sessions).toEqual([signedIn]);
    expect(reader.isReading).toBe(false);
  });

  it('reads and retries nothing after it is stopped', async () => {
    const { page, signals, failures, reader, read } = setUp();
    await read();
    reader.stop();
    expect(page.delaysMs()).toEqual([]);
    const reading = read();
    expect(reader.isReading).toBe(true);
    reader.stop();
    await reading;
    expect(signals.at(-1)?.aborted).toBe(true);
    expect([failures, reader.isReading]).toEqual([[true], false]);
  });
});
