import { ended } from './model-state.ts';
import type { Lease, ModelState, Move, Worker } from './model-state.ts';
import type { Rules } from './rules.ts';
import type { Scenario } from './scenario.ts';

/** Names the invariant that a move breaks, if any. */
export function findBroken(before: ModelState, move: Move, { rules }: Scenario): string | undefined {
  if (move.name === 'tick') return findIdle(move.next);
  if (before.record !== move.next.record) return findWrongWrite(before, move, rules);
  return isDoubtless(before, move) ? 'I1: a token is sent twice without a doubt' : undefined;
}

/** Names the invariant that a state breaks, if any. */
export function findBrokenState({ live, alive, record, workers, marks }: ModelState): string | undefined {
  const isExcused = marks.undelivered === 'lost' || marks.undelivered === 'too late';
  if (!alive || live === record.token || isExcused) return undefined;
  const isHeld = workers.some(({ pair }) => pair === live);
  return isHeld ? undefined : 'I4: the pair of a living grant is nowhere';
}

/** A first sending, although the token was sent before and its sender did not lose the lease in a stall. */
function isDoubtless(before: ModelState, { index = 0, next }: Move): boolean {
  const worker = next.workers[index];
  const isSending = worker?.place === 'listen' && before.workers[index]?.place === 'send';
  const isStalled = before.marks.overtaken === 'stalled' || before.marks.overtaken === 'cut off';
  return isSending && !worker.again && before.marks.sent >= worker.token && !isStalled;
}

function findWrongWrite(before: ModelState, { next, index }: Move, rules: Rules): string | undefined {
  const [old, now] = [before.record, next.record];
  if (now.token < old.token) return 'I2: a newer pair is replaced';
  const isMarked = now.dead && !old.dead;
  if (isMarked && before.alive && before.live === old.token) return 'I3: dead while the stored token works';
  if (old.lease === null || now.lease === null || index === undefined) return undefined;
  return findWrongLease(old.lease, now.lease, rules);
}

function findWrongLease(old: Lease, now: Lease, rules: Rules): string | undefined {
  if (old.owner !== now.owner) return isRipe(old, rules) ? undefined : 'I1: a lease is taken over too early';
  if (now.rounds > old.rounds) {
    const isKept = now.expiresIn === old.expiresIn && now.attempt === old.attempt;
    return isKept ? undefined : 'I6: a round changes the life of a lease';
  }
  const isLonger = now.expiresIn > old.expiresIn;
  return isLonger && now.rounds >= 0 ? 'I6: a beat keeps the rounds' : undefined;
}

/** Ended by its holder; or expired, with all rounds but the one that the taking is. */
function isRipe({ expiresIn, rounds }: Lease, rules: Rules): boolean {
  return expiresIn === ended || (expiresIn === 0 && rounds >= rules.rounds - 1);
}

/** Every running worker with an open request or an unsaved pair must write in the heartbeat that begins. */
function findIdle(state: ModelState): string | undefined {
  return state.workers.some(isIdle) ? 'I7: a holder does not write' : undefined;
}

function isIdle({ place, due }: Worker): boolean {
  return !due && (place === 'listen' || place === 'store');
}
