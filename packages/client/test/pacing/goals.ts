import type { WindowKind } from './limited-server.ts';
import type { Outcome, Scene } from './simulate.ts';

const kinds: readonly WindowKind[] = ['aligned', 'first', 'bucket', 'sliding'];

/** 100 a second, with headers in decimal seconds. */
export const second = {
  limit: 100,
  windowMs: 1_000,
  headers: 'decimal',
  kind: 'aligned',
} as const satisfies Omit<Scene, 'seed'>;

/** Every goal has to be reached with each of these: one in tests, several in proofs. */
const seeds = Array.from({ length: Number(process.env['CLOSEKIT_SEEDS'] ?? 1) }, (_, index) => index + 1);

/** Whether an outcome reaches a goal. */
export type Goal = (outcome: Outcome, kind: WindowKind) => boolean;

/** Shares to reach, of servers with windows and with a sliding log, and the share of refusals to stay below. */
export const reaches =
  (share: number, ofSlidingLog: number, refusals: number): Goal =>
  (outcome, kind) =>
    outcome.share >= (kind === 'sliding' ? ofSlidingLog : share) && outcome.refusals <= refusals;

/** All calls succeed, with at most so many refusals. */
export const succeeds =
  (refused: number, withinMs: number): Goal =>
  (outcome) =>
    outcome.failed === 0 && outcome.refused <= refused && outcome.tookMs < withinMs;

/** Runs a scene against servers of all kinds, with its seed or all of them, and lists those that miss a goal. */
export async function missed(
  scene: Omit<Scene, 'seed'> & { readonly seed?: number },
  run: (scene: Scene) => Promise<Outcome>,
  goal: Goal,
): Promise<string[]> {
  const misses: string[] = [];
  for (const seed of scene.seed === undefined ? seeds : [scene.seed]) {
    for (const kind of kinds) {
      const outcome = await run({ ...scene, kind, seed });
      if (goal(outcome, kind)) continue;
      const { headers, limit, stated, processes } = scene;
      misses.push(JSON.stringify({ kind, seed, headers, limit, stated, processes, ...outcome }));
    }
  }
  return misses;
}
