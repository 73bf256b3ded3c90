import type { Move, Place } from './model-state.ts';
import { beat } from './steps/beat.ts';
import { checkAge } from './steps/check-age.ts';
import { judgeRefusal } from './steps/judge-refusal.ts';
import { readRecord } from './steps/read-record.ts';
import { receive, runOutOfPatience } from './steps/receive.ts';
import { repeat } from './steps/repeat.ts';
import { sendRequest } from './steps/send-request.ts';
import type { Step } from './steps/step.ts';
import { storePair } from './steps/store-pair.ts';
import { takeLease } from './steps/take-lease.ts';
import { watchLease } from './steps/watch-lease.ts';
import type { Turn } from './turn.ts';

/** The steps of the algorithm, by the place of a worker. */
const steps: Record<Place, readonly Step[]> = {
  read: [readRecord],
  watch: [watchLease],
  take: [takeLease],
  check: [checkAge],
  send: [sendRequest],
  listen: [beat, receive, runOutOfPatience],
  store: [storePair],
  judge: [judgeRefusal],
  unanswered: [repeat],
  done: [],
  'told to connect again': [],
  'failed for now': [],
  killed: [],
};

/** Lists what a worker does in this heartbeat. Time waits for it. */
export function workerMoves(turn: Turn): Move[] {
  const { index, worker } = turn;
  if (worker.pausedFor >= 0) return [];
  return steps[worker.place]
    .filter((step) => step.isDue(turn))
    .map((step) => ({ name: step.name, index, next: step.act(turn) }));
}
