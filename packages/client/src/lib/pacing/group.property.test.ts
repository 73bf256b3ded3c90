import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGroup } from './group.ts';
import type { Ticket } from './group.ts';
import type { Sample } from './rate.ts';

type Rank = Ticket['rank'];

/** What happens to a group: a call arrives, a call gives up, or slots become free. */
type Step =
  | { readonly kind: 'arrive'; readonly rank: Rank }
  | { readonly kind: 'leave'; readonly index: number }
  | { readonly kind: 'slots'; readonly count: number };

const ranks = fc.constantFrom<Rank>(0, 1, 1, 1, 2, 2);
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('arrive' as const), rank: ranks }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('leave' as const), index: fc.nat(200) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('slots' as const), count: fc.nat(4) }) },
  ),
  { maxLength: 300 },
);

const never = () => new Promise<void>(() => {});
const sample: Sample = { limit: undefined, remaining: undefined, resetMs: undefined, sentAt: 0, now: 0 };

interface Entry {
  readonly id: number;
  readonly rank: Rank;
  readonly ticket: Ticket;
}

const patient = { patienceMs: Infinity, refuse: () => {} };

/** A group with a gate for a budget, and its queue as it should be. */
function createScene() {
  let slots = 0;
  let wake: (() => void) | undefined;
  let inFlight = 0;
  const seen: number[] = [];
  const group = createGroup('GET /lead/', {
    clock: { now: () => 0, sleep: never },
    random: () => 0,
    toRate: (_, ring) => {
      wake = ring;
      return {
        delayMs: (_now, count) => {
          seen.push(count - inFlight);
          return slots > 0 ? 0 : Infinity;
        },
        sent: () => {
          slots -= 1;
          inFlight += 1;
        },
        answered: () => 0,
        refused: () => {},
      };
    },
  });
  const all: Entry[] = [];
  const gone: Entry[] = [];
  const waiting = (rank: Rank) =>
    all.filter((entry) => entry.rank === rank && entry.ticket.state === 'waiting');
  return {
    all,
    gone,
    group,
    /** Differences between the calls in flight and what the budget was asked with. */
    seen,
    arrive(rank: Rank, onGo: (entry: Entry) => void, { patienceMs, refuse } = patient) {
      const go = () => {
        gone.push(entry);
        onGo(entry);
      };
      const ticket: Ticket = { state: 'waiting', rank, patienceMs, go, refuse };
      const entry = { id: all.length, rank, ticket };
      all.push(entry);
      group.wait(ticket);
    },
    leave({ ticket }: Entry) {
      if (ticket.state === 'gone') inFlight -= 1;
      group.abandon(ticket);
    },
    answer() {
      inFlight -= 1;
      group.answered(sample);
    },
    open(count: number) {
      slots = count;
      wake?.();
    },
    waiting,
  };
}

function play(script: readonly Step[], onGo: (scene: ReturnType<typeof createScene>, entry: Entry) => void) {
  const scene = createScene();
  for (const step of script) {
    if (step.kind === 'arrive') scene.arrive(step.rank, (entry) => onGo(scene, entry));
    else if (step.kind === 'slots') scene.open(step.count);
    else if (scene.all.length > 0) {
      const entry = scene.all[step.index % scene.all.length];
      if (entry && entry.ticket.state !== 'ended') scene.leave(entry);
    }
  }
  scene.open(Infinity);
  return scene;
}

describe('createGroup', () => {
  it('lets every call go that waits, in the order of arrival within its class, and no other', () => {
    fc.assert(
      fc.property(steps, (script) => {
        const { all, gone } = play(script, (_, entry) => expect(entry.ticket.state).toBe('gone'));
        for (const rank of [0, 1, 2] as const) {
          const ids = gone.filter((entry) => entry.rank === rank).map(({ id }) => id);
          expect(ids).toEqual(ids.toSorted((a, b) => a - b));
        }
        expect(new Set(gone).size).toBe(gone.length);
        expect(all.filter(({ ticket }) => ticket.state === 'waiting')).toEqual([]);
      }),
    );
  });

  it('lets a bulk call go when no other waits, or at the tenth slot, and not later', () => {
    fc.assert(
      fc.property(steps, (script) => {
        let sinceBulk = 0;
        let passed = 0;
        const early: number[] = [];
        play(script, (scene, { rank }) => {
          const others = scene.waiting(0).length + scene.waiting(1).length;
          // A bulk call that goes before others has been passed by nine.
          early.push(...(rank === 2 && others > 0 && sinceBulk < 9 ? [sinceBulk] : []));
          sinceBulk = rank === 2 ? 0 : sinceBulk + 1;
          passed = rank !== 2 && scene.waiting(2).length > 0 ? passed + 1 : 0;
          expect(passed).toBeLessThanOrEqual(9);
        });
        expect(early).toEqual([]);
      }),
    );
  });

  it('gives the turn of a bulk call that was aborted to the next', () => {
    const order: number[] = [];
    const scene = createScene();
    for (let count = 0; count < 40; count += 1) scene.arrive(2, () => {});
    for (const entry of scene.all) scene.leave(entry);
    for (let count = 0; count < 40; count += 1) scene.arrive(1, ({ rank }) => order.push(rank));
    scene.arrive(2, ({ rank }) => order.push(rank));
    scene.open(Infinity);
    expect(order.indexOf(2)).toBeLessThan(10);
  });

  it('sends a refused call again before those that were never sent', () => {
    fc.assert(
      fc.property(steps, (script) => {
        let sinceBulk = 0;
        const passed: Rank[] = [];
        play(script, (scene, { rank }) => {
          const isPassed = rank !== 0 && scene.waiting(0).length > 0 && sinceBulk < 9;
          passed.push(...(isPassed ? [rank] : []));
          sinceBulk = rank === 2 ? 0 : sinceBulk + 1;
        });
        expect(passed).toEqual([]);
      }),
    );
  });

  it('counts the calls in flight, whether they end, fail or were aborted', () => {
    fc.assert(
      fc.property(steps, (script) => {
        const scene = play(script, () => {});
        for (const { ticket } of scene.all) if (ticket.state === 'gone') scene.answer();
        scene.arrive(1, () => {});
        expect(scene.seen.filter((difference) => difference !== 0)).toEqual([]);
      }),
    );
  });

  it('refuses those that do not wait for as long as a 429 holds the group, and only those', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4_000)), fc.integer({ min: 100, max: 3_000 }), (patiences, heldMs) => {
        const scene = createScene();
        const refused: number[] = [];
        for (const patienceMs of patiences) {
          const refuse = () => void refused.push(patienceMs);
          scene.arrive(1, () => {}, { patienceMs, refuse });
        }
        scene.group.refused(sample, heldMs);
        expect(refused).toEqual(patiences.filter((patienceMs) => patienceMs < heldMs));
      }),
    );
  });
});
