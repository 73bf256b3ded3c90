import { describe, expect, it } from 'vitest';
import { sendRequest } from './send-request.ts';

describe('sendRequest', () => {
  it.each([1500.5, 2 ** 31, 1e12])('accepts a time limit of %d ms', async (timeoutMs) => {
    const response = await sendRequest({ timeoutMs }, async ({ signal }) => {
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
      signal.throwIfAborted();
      return new Response('here');
    });
    expect(response.text).toBe('here');
  });
});
