import { expect, it } from 'vitest';
import { livePageOf } from './live-page.ts';

it('follows the page of the app until it is stopped', () => {
  const calls: string[] = [];
  const stopped: string[] = [];
  const page = livePageOf({
    isVisible: () => false,
    onVisible(listener) {
      listener();
      return () => void stopped.push('visible');
    },
    onOnline(listener) {
      listener();
      return () => void stopped.push('online');
    },
  });
  expect(page.isVisible()).toBe(false);
  const stop = page.listen({
    onVisible: () => calls.push('visible'),
    onOnline: () => calls.push('online'),
    onFreeze: () => calls.push('freeze'),
    onResume: () => calls.push('resume'),
  });
  expect(calls).toEqual(['visible', 'online']);
  expect(stopped).toEqual([]);
  stop();
  expect(stopped).toEqual(['visible', 'online']);
});
