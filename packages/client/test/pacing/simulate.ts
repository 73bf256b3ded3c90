import type { GroupSettings } from '../../src/lib/pacing/group.ts';
import { createLocalRate } from '../../src/lib/pacing/local-rate.ts';
import { Call } from '../../src/lib/transport/call.ts';
import type { Reply } from '../../src/lib/transport/call.ts';
import { defaultLimits } from '../../src/lib/transport/call-limits.ts';
import { composeLayers } from '../../src/lib/transport/layers.ts';
import type { Next } from '../../src/lib/transport/layers.ts';
import { withPacing } from '../../src/lib/transport/with-pacing.ts';
import { withRetry } from '../../src/lib/transport/with-retry.ts';
import { createLimitedServer } from './limited-server.ts';
import type { LimitedServer, ServerOptions } from './limited-server.ts';
import { seeded } from './random.ts';
import { createTimeline } from './timeline.ts';
import type { Timeline } from './timeline.ts';

/** A simulation: the server, the seed, and how the processes share the work. */
export interface Scene extends ServerOptions {
  readonly seed: number;
  /** Processes that use the credential at the same time. Default: 1. */
  readonly processes?: number;
  /** Whether the client paces, or only reacts. Default: `true`. */
  readonly paces?: boolean;
  /** Creates the budget of a group in one process. Default: the local one. */
  readonly toRate?: (timeline: Timeline, random: () => number) => GroupSettings['toRate'];
}

/** The outcome of a simulation. */
export interface Outcome {
  readonly served: number;
  readonly refused: number;
  /** Calls that failed in the end. */
  readonly failed: number;
  /** Milliseconds until the last call ended. */
  readonly tookMs: number;
  /** What was served, as a share of what the limit allows in that time. */
  readonly share: number;
  /** The share of answers that were refusals. */
  readonly refusals: number;
}

/** Sends a number of calls at once. */
export function sendAtOnce(scene: Scene, calls: number): Promise<Outcome> {
  return simulate(scene, async ({ send }) => {
    await Promise.all(Array.from({ length: calls }, (_, index) => send(index)));
  });
}

/** Lets workers send one call after the other for some time. */
export function keepSending(scene: Scene, workers: number, forMs: number): Promise<Outcome> {
  return simulate(
    scene,
    async ({ send, timeline }) => {
      const work = async (worker: number) => {
        while (timeline.clock.now() < forMs) await send(worker);
      };
      await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
    },
    forMs,
  );
}

interface Stage {
  readonly timeline: Timeline;
  /** Sends a call from one of the processes. */
  readonly send: (index: number) => Promise<void>;
}

async function simulate(
  scene: Scene,
  act: (stage: Stage) => Promise<void>,
  forMs?: number,
): Promise<Outcome> {
  const timeline = createTimeline();
  const random = seeded(scene.seed);
  const server = createLimitedServer(timeline, scene);
  const processes = Array.from({ length: scene.processes ?? 1 }, () =>
    createProcess({ scene, timeline, random, server }),
  );
  let failed = 0;
  let servedInTime = 0;
  const send = async (index: number) => {
    try {
      const [chosen] = processes.slice(index % processes.length);
      if (!chosen) return;
      const { response } = await chosen(createCall(timeline));
      if (!response.ok) failed += 1;
      else if (timeline.clock.now() <= (forMs ?? Infinity)) servedInTime += 1;
    } catch {
      failed += 1;
    }
  };
  await timeline.run(act({ timeline, send }));
  const tookMs = timeline.clock.now();
  const { served, refused } = server;
  const share = servedInTime / ((scene.limit * (forMs ?? tookMs)) / scene.windowMs);
  return { served, refused, failed, tookMs, share, refusals: refused / (served + refused) };
}

interface Parts {
  readonly scene: Scene;
  readonly timeline: Timeline;
  readonly random: () => number;
  readonly server: LimitedServer;
}

/** The retry and pacing layers of one process, over a network with 8 to 28 ms each way and 1 % of 150 ms. */
function createProcess({ scene, timeline, random, server }: Parts): Next {
  const { clock } = timeline;
  const settings = { clock, random, now: clock.now, reacts: true };
  const travel = () => timeline.wait(random() < 0.01 ? 150 : 8 + random() * 20);
  const over = async (call: Call): Promise<Reply> => {
    call.begin();
    await travel();
    const response = server.answer();
    await travel();
    call.end();
    return { response, text: '' };
  };
  const toRate = scene.toRate?.(timeline, random) ?? createLocalRate;
  const pacing = withPacing({ ...settings, toRate, maxQueueMs: Infinity });
  return composeLayers(scene.paces === false ? [withRetry(settings)] : [withRetry(settings), pacing], over);
}

function createCall(timeline: Timeline): Call {
  const limits = { ...defaultLimits, timeoutMs: Infinity, totalTimeoutMs: Infinity };
  const request = { operation: 'leads_get', method: 'GET', path: '/lead/lead_1/', group: 'GET /lead/{id}/' };
  const rest = { isRead: true, mayBeEmpty: false, url: 'https://api.close.com/', headers: {}, limits };
  return new Call({ ...request, ...rest }, timeline.clock);
}
