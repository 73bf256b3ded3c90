import { parseRateLimit } from '../errors/rate-limit-header.ts';
import { retryAfterMs } from '../errors/retry-after.ts';
import { createGroup } from '../pacing/group.ts';
import type { Group, GroupSettings, Ticket } from '../pacing/group.ts';
import { expireCall } from './call.ts';
import type { Call } from './call.ts';
import type { Layer } from './layers.ts';
import type { QueueSettings } from './pacing.ts';

/** More than there are endpoints: raw calls whose paths have identifiers of unknown forms have a group each. */
const mostGroups = 1_000;

/**
 * Sends a request when the budget of its endpoint group allows it, and learns the budget from every response.
 * A 429 holds the group; the refused call is the first to go afterwards.
 */
export function withPacing(settings: QueueSettings & GroupSettings): Layer {
  const { clock } = settings;
  const groups = new Map<string, Group>();
  return async (call, next) => {
    const name = call.request.group;
    const group = groups.get(name) ?? addGroup(name, groups, settings);
    let sentAt = clock.now();
    if (!group.enter(sentAt)) {
      await queue(call, group, settings.maxQueueMs);
      sentAt = clock.now();
    }
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

/** Adds a group. The oldest one gives way to it; its limit is learned again. */
function addGroup(name: string, groups: Map<string, Group>, settings: GroupSettings): Group {
  const group = createGroup(name, settings);
  const [oldest] = groups.keys();
  if (oldest !== undefined && groups.size >= mostGroups) groups.delete(oldest);
  groups.set(name, group);
  return group;
}

async function queue(call: Call, group: Group, maxQueueMs: number): Promise<void> {
  const isFirst = call.deadline === undefined;
  call.limit(isFirst ? maxQueueMs : call.leftMs(), isFirst ? expireQueue : expireCall);
  let ticket: Ticket | undefined;
  const turn = new Promise<void>((resolve) => {
    ticket = toTicket(call, resolve);
    group.wait(ticket);
  });
  try {
    await call.wait(turn, isFirst ? 'queuedMs' : 'delayedMs');
  } catch (error) {
    if (ticket) group.abandon(ticket);
    throw error;
  }
}

function expireQueue(call: Call, limitMs: number): void {
  const message = `Not sent within \`maxQueueMs\`, ${limitMs} ms. Send less, or wait longer.`;
  call.stop(call.error('rate_limited', message));
}

function toTicket(call: Call, go: () => void): Ticket {
  const { bulk, maxDelayMs } = call.request.limits;
  return {
    state: 'waiting',
    rank: call.deadline === undefined ? (bulk ? 2 : 1) : 0,
    patienceMs: maxDelayMs - call.delayedMs,
    go,
    refuse: (holdMs) => {
      const message = `The rate limit of ${call.request.group} resets later than \`maxDelayMs\`. Try again then.`;
      call.stop(call.error('rate_limited', message, { retryAfterMs: Math.ceil(holdMs) }));
    },
  };
}

interface Learned {
  readonly response: Response;
  readonly sentAt: number;
  readonly settings: QueueSettings;
}

function learn(call: Call, group: Group, { response, sentAt, settings }: Learned): void {
  const { limit, remaining, resetMs } = parseRateLimit(response.headers) ?? {};
  const sample = { sentAt, now: settings.clock.now(), limit, remaining, resetMs };
  if (response.status === 429) call.heldMs = group.refused(sample, retryAfterMs(response, settings.now()));
  else group.answered(sample);
}
