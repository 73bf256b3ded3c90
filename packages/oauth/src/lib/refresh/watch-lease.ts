import { unavailableYet } from './unavailable-yet.ts';
import { noRounds } from './lease.ts';
import type { GrantLease, GrantRecord } from '../record/token-store.ts';
import { pause } from '../vault/pause.ts';
import { knockLimit } from '../vault/refresh-times.ts';
import { assertOpen } from '../vault/vault.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

/** The wait for a lease of another flight. */
export interface LeaseWatch {
  /** The record, leased by another flight. */
  readonly seen: GrantRecord;
  /** Whether a record is leased by another flight. */
  readonly isElsewhere: (record: GrantRecord) => boolean;
  /** When the wait ends, by the monotonic clock. */
  readonly deadline: () => number;
  /** Whether there is time to use the lease; if not, another call finds it ready. By default there is. */
  readonly mayTake?: () => boolean;
}

/** What was seen of a lease. */
interface Silence {
  readonly record: GrantRecord;
  readonly lease: GrantLease;
  /** When this holder was first seen with its latest heartbeat. */
  readonly since: number;
  /** When the next knock is due. */
  readonly knockAt: number;
}

const firstPauseMs = 10;
const growth = 1.5;
// A holder that beats in time is not disturbed: its beat and a knock would answer each other for as long as
// the request lasts.
const patientBeats = 1.5;

/**
 * Waits while another flight may be spending the refresh token. Its silence is counted in rounds, that is in
 * writes to the record: they prove that the store accepts writes, so a live holder would have written too. A
 * heartbeat of the holder clears the count. The rounds stay in the record, for all that wait.
 *
 * @returns The record to take the lease of, once it has expired and its holder was silent for
 * {@link knockLimit} rounds; undefined when the record has to be read again.
 * @throws CloseOAuthError `refresh_unavailable` at the deadline, `closed`, or an error of the store.
 */
export async function watchLease(
  vault: Vault,
  state: GrantState,
  watch: LeaseWatch,
): Promise<GrantRecord | undefined> {
  const { seen } = watch;
  const pausing = createWakeablePause(vault, state);
  let silence = look(vault, seen);
  try {
    for (let pauseMs = firstPauseMs; silence !== undefined; pauseMs *= growth) {
      if ((watch.mayTake?.() ?? true) && (await isOver(vault, silence))) return silence.record;
      silence = await knock(vault, state, silence);
      assertInTime(vault, watch);
      await pausing.wait(Math.min(pauseMs * (0.5 + vault.random()), untilLook(vault, silence)));
      assertOpen(vault);
      const found = await vault.records.load(state.id);
      if (found === undefined || hasChanged(seen, found) || !watch.isElsewhere(found)) return undefined;
      silence = look(vault, found, silence);
    }
    return undefined;
  } finally {
    pausing.stop();
  }
}

/** Compares a record with the previous look. A heartbeat restarts both times, a round of another process the second. */
function look(vault: Vault, record: GrantRecord, before?: Silence): Silence | undefined {
  const { lease } = record;
  if (lease === null) return undefined;
  const isSameLife =
    before?.lease.owner === lease.owner &&
    before.lease.beat === lease.beat &&
    before.lease.attempt === lease.attempt &&
    before.lease.expiresAt === lease.expiresAt;
  const now = vault.elapsed();
  if (isSameLife && before.lease.rounds === lease.rounds) return { ...before, record };
  const isHeard = before !== undefined && lease.rounds === noRounds;
  const quietMs = isHeard ? vault.heartbeatMs * patientBeats : lease.rounds === noRounds ? 0 : vault.gapMs;
  return { record, lease, since: isSameLife ? before.since : now, knockAt: now + quietMs };
}

/** Whether the lease may be taken over. The taking may itself be the last round. */
async function isOver(vault: Vault, silence: Silence): Promise<boolean> {
  const { lease, since } = silence;
  if (lease.rounds < knockLimit && !(lease.rounds === knockLimit - 1 && isRoundDue(vault, silence)))
    return false;
  // A lease that was seen unchanged for its whole life has expired, whatever happened to the clocks.
  if (vault.elapsed() - since >= vault.leaseMs) return true;
  const leftMs = lease.expiresAt - (await vault.records.clock());
  // After so many rounds, more than a whole life is only left by a clock that was wrong.
  return leftMs <= 0 || leftMs > vault.leaseMs;
}

/**
 * The first knock counts nothing; each later one ends a round. It is made at once by a process that begins to
 * wait, and after a heartbeat only when the next one is late.
 */
async function knock(vault: Vault, { id }: GrantState, silence: Silence): Promise<Silence> {
  const { record, lease } = silence;
  if (lease.rounds >= knockLimit || !isRoundDue(vault, silence)) return silence;
  const next = { ...lease, rounds: lease.rounds + 1 };
  const written = await vault.records
    .write(id, record.version, { ...record, lease: next })
    .catch(() => undefined);
  const knockAt = vault.elapsed() + vault.gapMs;
  return written === undefined
    ? { ...silence, knockAt }
    : { ...silence, record: written, lease: next, knockAt };
}

/** The longest pause before the next look: a heartbeat, or the time until a knock is due. */
function untilLook({ elapsed, heartbeatMs }: Vault, { knockAt }: Silence): number {
  const untilKnockMs = knockAt - elapsed();
  return untilKnockMs > 0 ? Math.min(untilKnockMs, heartbeatMs) : heartbeatMs;
}

function isRoundDue({ elapsed }: Vault, { knockAt }: Silence): boolean {
  return elapsed() >= knockAt;
}

function hasChanged(seen: GrantRecord, found: GrantRecord): boolean {
  return (
    found.generation !== seen.generation ||
    found.fingerprint !== seen.fingerprint ||
    found.status !== seen.status
  );
}

function assertInTime({ elapsed, gapMs }: Vault, { deadline }: LeaseWatch): void {
  if (elapsed() < deadline()) return;
  throw unavailableYet('Another process is refreshing this grant. Try again.', gapMs);
}

/** Pauses that end early when the store reports a write, or when the vault closes. */
function createWakeablePause(
  vault: Vault,
  state: GrantState,
): { wait(ms: number): Promise<void>; stop(): void } {
  let waking = new AbortController();
  let isWoken = false;
  const unsubscribe = vault.records.subscribe(state.id, () => {
    isWoken = true;
    waking.abort();
  });
  const stopListening = vault.closing.onSet(() => waking.abort());
  return {
    async wait(ms) {
      if (!isWoken) await pause(vault, ms, waking.signal);
      isWoken = false;
      waking = new AbortController();
    },
    stop() {
      unsubscribe();
      stopListening();
    },
  };
}
