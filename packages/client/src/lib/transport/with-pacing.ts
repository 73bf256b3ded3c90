import type { Clock } from '../base/clock.ts';
import { parseRateLimit } from '../errors/rate-limit-header.ts';
import { retryAfterMs } from '../errors/retry-after.ts';
import type { Group, Ticket } from '../pacing/group.ts';
import type { Pacer } from '../pacing/pacer.ts';
import type { Call } from './call.ts';
import type { Layer } from './layers.ts';

/** Settings of the pacing layer. */
export interface PacingSettings {
  readonly pacer: Pacer;
  readonly clock: Clock;
  /** Milliseconds that a call waits in the queue before it is sent for the first time. */
  readonly maxQueueMs: number;
  /** The time in milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Sends a request when the budget of its endpoint group allows it, and learns the budget from every response.
 * A 429 holds the group; the refused call is the first to go afterwards.
 */
export function withPacing(settings: PacingSettings): Layer {
  const { pacer, clock } = settings;
  return async (call, next) => {
    const group = pacer.group(call.request.group);
    if (!group.enter(clock.now())) await queue(call, group, settings);
    const sentAt = clock.now();
    const before = call.attempts;
    let reply;
    try {
      reply = await next(call);
    } catch (error) {
      group.failed();
      throw error;
    }
    // The replay after a 401 is not queued again, but counts.
    if (call.attempts > before + 1) group.resent(sentAt);
    learn(call, group, { response: reply.response, sentAt, settings });
    return reply;
  };
}

async function queue(call: Call, group: Group, { clock, maxQueueMs }: PacingSettings): Promise<void> {
  const since = clock.now();
  const isFirst = call.deadline === undefined;
  call.limit(isFirst ? 'queue' : 'total', isFirst ? maxQueueMs : call.leftMs());
  let ticket: Ticket | undefined;
  try {
    await call.until(
      new Promise<void>((resolve) => {
        ticket = toTicket(call, resolve);
        group.wait(ticket);
      }),
    );
  } catch (error) {
    if (ticket) group.abandon(ticket);
    throw error;
  } finally {
    call.end();
    if (isFirst) call.queuedMs += clock.now() - since;
    else call.delayedMs += clock.now() - since;
  }
}

function toTicket(call: Call, go: () => void): Ticket {
  const { bulk, maxDelayMs } = call.request.limits;
  return {
    state: 'waiting',
    isBulk: bulk,
    isUrgent: call.deadline !== undefined,
    patienceMs: maxDelayMs - call.delayedMs,
    go,
    refuse: (holdMs) => {
      const message = `The rate limit of ${call.request.group} resets later than \`maxDelayMs\`. Try again then.`;
      call.stop(call.error('rate_limited', { message, retryAfterMs: Math.ceil(holdMs) }));
    },
  };
}

interface Learned {
  readonly response: Response;
  readonly sentAt: number;
  readonly settings: PacingSettings;
}

function learn(call: Call, group: Group, { response, sentAt, settings }: Learned): void {
  const rate = parseRateLimit(response.headers);
  const sample = {
    sentAt,
    now: settings.clock.now(),
    limit: rate?.limit,
    remaining: rate?.remaining,
    resetMs: rate?.resetMs,
  };
  if (response.status === 429) call.heldMs = group.refused(sample, retryAfterMs(response, settings.now()));
  else group.answered(sample);
}
