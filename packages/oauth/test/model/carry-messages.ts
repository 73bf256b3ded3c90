import { withMarks, withWorker } from './model-state.ts';
import type { LateWrite, ModelState, Move } from './model-state.ts';
import type { Scenario } from './scenario.ts';
import { serve } from './server.ts';
import { writeBeat, writeLease, writePair, writeRound } from './store.ts';
import type { Turn } from './turn.ts';

/** Lists what line and server may do for a worker, paused or not, at any moment. */
export function lineMoves({ state, index, worker, scenario }: Turn): Move[] {
  if (worker.wire === 'reply') {
    return [{ name: 'has a reply in the socket', index, next: withWorker(state, index, { wire: 'socket' }) }];
  }
  if (worker.wire !== 'request') return [];
  const { next, pair } = serve(state, worker.token, scenario.reuse);
  return [{ name: 'is served', index, next: withWorker(next, index, { wire: 'reply', pair }) }];
}

/** Lists what may become of requests that were given up. */
export function strayMoves(state: ModelState, { reuse }: Scenario): Move[] {
  return state.strays.flatMap((token, at) => {
    const left = { ...state, strays: state.strays.toSpliced(at, 1) };
    const { next, pair } = serve(left, token, reuse);
    const isIssued = pair > 0 && next.live !== state.live;
    const undelivered = isIssued ? 'lost' : state.marks.undelivered;
    const straggler = state.marks.straggler || (state.alive && !next.alive);
    return [
      { name: 'a given-up request arrives', next: withMarks(next, { undelivered, straggler }) },
      { name: 'a given-up request is lost', next: left },
    ];
  });
}

/** Lists the late writes that may land, or fail because the record has changed. */
export function lateWriteMoves(state: ModelState, scenario: Scenario): Move[] {
  return state.lateWrites.map((write, at) => {
    const left = { ...state, lateWrites: state.lateWrites.toSpliced(at, 1) };
    const fails = write.overwritten || state.outage !== 'none';
    const next = fails ? left : land(left, write, scenario);
    return { name: `has a late ${write.kind} arrive`, index: write.by, next };
  });
}

function land(state: ModelState, write: LateWrite, { rules }: Scenario): ModelState {
  const landed = writeLate(state, write, { rules });
  const place = landed.workers[write.by]?.place;
  return place === 'take' || place === 'watch' ? withWorker(landed, write.by, { overwritten: true }) : landed;
}

function writeLate(
  state: ModelState,
  { kind, by, pair }: LateWrite,
  { rules }: Pick<Scenario, 'rules'>,
): ModelState {
  if (kind === 'pair') return writePair(state, by, pair);
  if (kind === 'beat') return writeBeat(state, by, rules);
  if (kind === 'round') return writeRound(state, by);
  return writeLease(state, by, rules);
}
