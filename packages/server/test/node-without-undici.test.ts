import { once } from 'node:events';
import { expect, it, vi } from 'vitest';
import { callLines, openTwoDoors, outcomeOf, sendBytes, toBytes } from './two-doors.ts';

vi.mock('undici', () => {
  throw new Error('not installed');
});

it('toNodeListener uses fetch where undici is not installed, and says so', async () => {
  const warned = once(process, 'warning');
  const both = await openTwoDoors();
  const bytes = toBytes('GET /api/close/api/v1/lead/', callLines(both.cookie));
  expect(outcomeOf(await sendBytes(both.doors.node, bytes)).status).toBe(200);
  expect(both.received.map(({ headers }) => headers['accept-language'])).toEqual(['*']);
  const message = expect.stringContaining('undici 7 is not installed');
  expect(await warned).toMatchObject([{ code: 'CLOSEKIT_FETCH', message }]);
});
