import { once } from 'node:events';
import { expect, it } from 'vitest';
import { toNodeListener } from '../src/node.ts';
import { callLines, openTwoDoors, sendBytes, toBytes } from './two-doors.ts';

it('toNodeListener uses the fetch of the handler, and says so once', async () => {
  const warned = once(process, 'warning');
  let warnings = 0;
  process.on('warning', () => {
    warnings += 1;
  });
  const both = await openTwoDoors({
    fetch: async () => new Response('{}', { headers: { 'content-type': 'own/fetch' } }),
  });
  toNodeListener(both.handler);
  const bytes = toBytes('GET /api/close/api/v1/lead/', callLines(both.cookie));
  expect(await sendBytes(both.doors.node, bytes)).toContain('own/fetch');
  const message = expect.stringContaining('`fetch` of its own');
  expect(await warned).toMatchObject([{ code: 'CLOSEKIT_FETCH', message }]);
  expect(warnings).toBe(1);
});
