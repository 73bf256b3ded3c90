import type { ServerGrant } from '../proof/token-server.ts';
import { soakLeaseMs } from './soak-fleet.ts';
import type { FleetHistory, Span } from './soak-fleet.ts';

/** Why a connection was lost. */
export type LossCause =
  | 'killed before stored'
  | 'answer never arrived'
  | 'stood still too long'
  | 'unexplained';

/** A lost connection: the store does not hold the tokens of its last rotation, or the server has ended it. */
export interface Loss {
  readonly grant: ServerGrant;
  readonly policy: 'refuse' | 'revoke-grant';
  readonly history: FleetHistory;
}

// Of a lease: 20 of 30 seconds, and 10 of 30 where the store fails too.
const standstill = { limit: 2 / 3, limitWithOutage: 1 / 3 };
// A holder that lives for this long without writing has lost the tokens in another way. Much longer than a write: the fleet
// and the machine are busy.
const writeMs = soakLeaseMs;
// From the signal to the end of the process, and a request that was on its way.
const signalMs = 1000;

/** Finds the cause of a loss in what happened to the processes. */
export function causeOfLoss(loss: Loss): LossCause {
  const { grant, policy } = loss;
  if (grant.commits.at(-1)?.sent === false) return 'answer never arrived';
  if (wasKilledBeforeStored(loss)) return 'killed before stored';
  if (policy === 'revoke-grant' && hasStoodStill(loss)) return 'stood still too long';
  return 'unexplained';
}

function wasKilledBeforeStored({ grant, history }: Loss): boolean {
  const last = grant.commits.at(-1);
  const killedAt = last && history.killedAt.get(last.worker);
  if (last === undefined || killedAt === undefined || killedAt < last.at - signalMs) return false;
  return unheldMs(history, last.worker, { from: last.repliedAt, to: killedAt }) <= writeMs;
}

/** The length of a time, without that in which a process stood still or the store was down. */
export function unheldMs(history: FleetHistory, worker: string, time: Span): number {
  const held = [...history.outages, ...(history.stops.get(worker) ?? [])];
  return time.to - time.from - held.reduce((sum, span) => sum + overlapMs(span, time), 0);
}

/** The holder of the last tokens stood still with them, or the sender of a spent one right before it sent. */
function hasStoodStill({ grant, history }: Loss): boolean {
  const { reused } = grant;
  if (reused === undefined) return false;
  const workers = [grant.commits.at(-1)?.worker, reused.worker];
  const recent = { from: reused.at - 2 * soakLeaseMs, to: reused.at + soakLeaseMs };
  const stops = workers.flatMap((worker) => history.stops.get(worker ?? '') ?? []);
  return stops.some((stop) => {
    const fails = history.outages.some((outage) => overlapMs(outage, widened(stop)) > 0);
    const limitMs = soakLeaseMs * (fails ? standstill.limitWithOutage : standstill.limit);
    return overlapMs(stop, recent) > 0 && stop.to - stop.from > limitMs;
  });
}

function widened({ from, to }: Span): Span {
  return { from: from - soakLeaseMs, to: to + soakLeaseMs };
}

function overlapMs(one: Span, other: Span): number {
  return Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from));
}
