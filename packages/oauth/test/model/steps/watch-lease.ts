import { ended, enter, withWorker } from '../model-state.ts';
import type { Lease, ModelState } from '../model-state.ts';
import type { Rules } from '../rules.ts';
import { canRead, canWrite, isOwnLease, writeRound } from '../store.ts';
import type { Turn } from '../turn.ts';
import { decide } from './read-record.ts';
import type { Step } from './step.ts';

/** What a watching worker does after a look at the record. */
type Plan = 'wait' | 'decide' | 'take' | 'add a round';

/** Step 3: watches the lease of another worker, and takes it over when its holder is silent. */
export const watchLease: Step = {
  name: 'looks at the lease',
  isDue: ({ worker }) => worker.due,
  act: (turn) => {
    const { state, index } = turn;
    if (!canRead(turn)) return restartGap(turn);
    const plan = planWatch(turn);
    if (plan === 'decide') return decide(turn);
    if (plan === 'take') return withWorker(state, index, enter('take'));
    if (plan === 'wait') return wait(turn);
    return canWrite(turn) ? writeRound(restartGap(turn), index) : restartGap(turn);
  },
};

/** Decides by the record and by the time since the last round or sign of life. */
export function planWatch(turn: Turn): Plan {
  const { token, dead, lease } = turn.state.record;
  const { worker, scenario } = turn;
  if (token !== worker.token || dead) return 'decide';
  if (lease === null || lease.expiresIn === ended || isOwnLease(turn)) return 'decide';
  const gap = gapOf(turn);
  const isOver = lease.expiresIn === 0 || !scenario.rules.expiry;
  if (isOver && isSilent(scenario.rules, lease, gap)) return 'take';
  return mayAddRound(scenario.rules, lease, gap) ? 'add a round' : 'wait';
}

/** How far a watching worker counts: to the gap, or to the window where it counts no rounds. */
export function watchLimit({ watching, gap, rounds }: Rules): number {
  return watching === 'rounds' ? gap : gap * rounds;
}

/** The gap starts again, after a round or a failure of the store. */
export function restartGap({ state, index }: Turn): ModelState {
  return withWorker(state, index, { ticks: 0, overwritten: false, due: false });
}

function wait(turn: Turn): ModelState {
  return withWorker(turn.state, turn.index, { ticks: gapOf(turn), overwritten: false, due: false });
}

function gapOf({ worker }: Turn): number {
  return worker.overwritten ? 0 : worker.ticks;
}

function isSilent(rules: Rules, { rounds }: Lease, gap: number): boolean {
  const gapIsOver = gap >= watchLimit(rules);
  if (rules.watching === 'reads') return gapIsOver;
  if (rules.watching === 'announce once') return gapIsOver && rounds >= 0;
  return rounds >= rules.rounds || (rounds === rules.rounds - 1 && gapIsOver);
}

function mayAddRound(rules: Rules, { rounds }: Lease, gap: number): boolean {
  if (rules.watching === 'reads') return false;
  if (rounds < 0) return true;
  return rules.watching === 'rounds' && rounds < rules.rounds && gap >= rules.gap;
}
