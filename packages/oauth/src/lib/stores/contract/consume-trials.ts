import { connectAll, expectSame, recordOf, settle } from './trial.ts';
import type { Trial } from './trial.ts';

const minuteMs = 60_000;
const briefMs = 30;
// Clocks of databases may count in steps.
const expiryMs = 150;

/** What every store must do with marks. */
export const consumeTrials: Readonly<Record<string, Trial>> = {
  'lets a mark be consumed once': async ({ store, key }) => {
    expectSame(await store.consume(key, minuteMs), true);
    expectSame(await store.consume(key, minuteMs), false);
    expectSame(await store.consume(key, minuteMs), false);
  },
  'lets exactly one of many concurrent callers consume a mark': async ({ store, key }) => {
    const results = await Promise.all(Array.from({ length: 20 }, () => store.consume(key, minuteMs)));
    expectSame(results.filter(Boolean).length, 1);
  },
  'keeps marks apart from each other and from grants': async ({ store, key }) => {
    const long = 'x'.repeat(400);
    const marks = [key, `${key}2`, key.toUpperCase(), `${key}%`, `${long}${key}`, `${long}${key}2`];
    for (const mark of marks) expectSame(await store.consume(mark, minuteMs), true);
    for (const mark of marks) expectSame(await store.consume(mark, minuteMs), false);
    expectSame(await store.load(key), undefined);
    expectSame(await store.compareAndSet(key, 0, recordOf(1)), true);
    await store.erase(key);
    expectSame(await store.consume(key, minuteMs), false);
  },
  'lets a mark be consumed again after it expired': async ({ store, key }) => {
    expectSame(await store.consume(key, briefMs), true);
    await settle(expiryMs);
    expectSame(await store.consume(key, minuteMs), true);
    expectSame(await store.consume(key, minuteMs), false);
  },
  'keeps the lifetime of the first call': async ({ store, key }) => {
    expectSame(await store.consume(key, minuteMs), true);
    expectSame(await store.consume(key, briefMs), false);
    const brief = `${key}2`;
    expectSame(await store.consume(brief, 10 * briefMs), true);
    expectSame(await store.consume(brief, minuteMs), false);
    await settle(10 * briefMs + expiryMs);
    expectSame(await store.consume(key, minuteMs), false);
    expectSame(await store.consume(brief, minuteMs), true);
  },
};

/** What a store must do with marks among several connections to the same data. */
export const sharedConsumeTrials: Readonly<Record<string, Trial>> = {
  'lets exactly one of many connections consume a mark': async (bench) => {
    const stores = await connectAll(bench);
    for (let round = 0; round < 10; round += 1) {
      const mark = `${bench.key}${round}`;
      const callers = stores.flatMap((each) => Array.from({ length: 5 }, () => each));
      const results = await Promise.all(callers.map((each) => each.consume(mark, minuteMs)));
      expectSame(results.filter(Boolean).length, 1);
      for (const each of stores) expectSame(await each.consume(mark, minuteMs), false);
    }
  },
};
