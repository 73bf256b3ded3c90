import { expect, it } from 'vitest';
import { createLatch } from '../base/latch.ts';
import { longestTimerMs } from '../base/sleep.ts';
import { pause } from './pause.ts';

it('never asks `sleep` for more than a timer can wait: it would return at once', async () => {
  const asked: number[] = [];
  const sleep = async (durationMs: number): Promise<void> => void asked.push(durationMs);
  await pause({ sleep, closing: createLatch() }, 1e11);
  expect(asked).toEqual([longestTimerMs]);
});
