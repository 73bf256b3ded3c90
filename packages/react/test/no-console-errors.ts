import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { MockInstance } from 'vitest';

/** React reports wrong use (updates outside of `act`, leaks, missing keys) on the console: that fails the test. */
let error: MockInstance<typeof console.error>;

beforeEach(() => {
  error = vi.spyOn(console, 'error');
});

afterEach(() => {
  // oxlint-disable-next-line vitest/no-standalone-expect -- it holds for every test
  expect(error.mock.calls).toEqual([]);
  error.mockRestore();
});
