import { once } from 'node:events';
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { callLines, openTwoDoors, outcomeOf, sendBytes, toBytes } from './two-doors.ts';

it('toNodeListener uses fetch where the global dispatcher is of an older undici, and says so', async () => {
  const warned = once(process, 'warning');
  const both = await openTwoDoors();
  const current = getGlobalDispatcher();
  onTestFinished(() => setGlobalDispatcher(current));
  setGlobalDispatcher(olderDispatcher());
  const bytes = toBytes('GET /api/close/api/v1/lead/', callLines(both.cookie));
  expect(outcomeOf(await sendBytes(both.doors.node, bytes)).status).toBe(200);
  const message = expect.stringContaining('of another version');
  expect(await warned).toMatchObject([{ code: 'CLOSEKIT_FETCH', message }]);
});

/** As undici 6 does, it accepts only handlers with `onConnect` and the like; Node's `fetch` uses them. */
function olderDispatcher(): Agent {
  const agent = new Agent();
  const dispatch: Agent['dispatch'] = (options, handler) => {
    if (typeof handler.onConnect !== 'function') throw new TypeError('invalid onConnect method');
    return agent.dispatch(options, handler);
  };
  return Object.assign(Object.create({ close: agent.close }), { dispatch });
}
