import type { CloseCall, CloseClient, CloseResult } from '../../src/index.ts';
import type { RequestOptions } from '../../src/lib/operations/request-options.ts';
import { seeded } from '../pacing/random.ts';
import { chooseFault } from './choose-fault.ts';
import type { FaultName } from './choose-fault.ts';

/** A request of a call, as the server saw it. */
export interface Arrival {
  readonly fault: FaultName | undefined;
  /** The status that was sent; 0 when the connection broke before. */
  status: number;
  /** Whether the body that was sent is complete. */
  isWhole: boolean;
}

/** How a call is meant to end early: by its time limit, or by its caller. */
export type Ending = 'timeout' | 'aborted';

/** One of many calls, with what the server saw of it and how it ended. */
export interface MixedCall {
  readonly id: number;
  readonly kind: Kind;
  readonly ending: Ending | undefined;
  /** The lead that it reads or changes. */
  lead: string;
  /** The caller's own signal, of a call that ends by it. */
  readonly controller: AbortController;
  readonly arrivals: Arrival[];
  /** Chooses the fault of the next request. */
  readonly nextFault: () => FaultName | undefined;
  result?: CloseResult<unknown>;
}

type Send = (close: CloseClient, call: MixedCall, options: RequestOptions) => CloseCall<unknown>;

const isLead = { type: 'object_type', object_type: 'lead' } as const;

const reads = {
  me: (close, _, options) => close.users.getMe(options),
  get: (close, { lead }, options) => close.leads.get(lead, options),
  list: (close, _, options) => close.leads.list({ _limit: 3, fields: ['id'], ...options }),
  search: (close, _, options) => close.search.query({ query: isLead, _limit: 3 }, options),
  longQuery: (close, _, options) => close.leads.list({ query: 'x'.repeat(5_000), _limit: 1, ...options }),
} as const satisfies Record<string, Send>;

const writes = {
  create: (close, call, options) => close.leads.create({ name: markOf(call) }, options),
  update: (close, call, options) => close.leads.update(call.lead, { description: markOf(call) }, options),
  note: (close, call, options) =>
    close.activities.notes.create({ lead_id: call.lead, note: markOf(call) }, options),
  delete: (close, { lead }, options) => close.leads.delete(lead, options),
} as const satisfies Record<string, Send>;

/** An operation among the mixed calls. */
export type Kind = keyof typeof reads | keyof typeof writes;

const sends: Readonly<Record<Kind, Send>> = { ...reads, ...writes };
const kinds: readonly Kind[] = [
  ...Object.keys(reads).filter((name): name is keyof typeof reads => name in reads),
  ...Object.keys(writes).filter((name): name is keyof typeof writes => name in writes),
];

/** Whether the call is a write. */
export function isWrite({ kind }: MixedCall): boolean {
  return kind in writes;
}

/** The text by which the sandbox's log shows whose write it was. */
export function markOf({ id }: MixedCall): string {
  return `call ${id}`;
}

/** Plans a call: its kind, its ending and its faults follow from the seed. Each lead is deleted by one call only. */
export function planCall(id: number, seed: number): MixedCall {
  const random = seeded(seed * 1_000_003 + id);
  const kind = kinds[Math.floor(random() * kinds.length)] ?? 'me';
  const chance = random();
  const ending = chance < 0.005 ? 'timeout' : chance < 0.01 ? 'aborted' : undefined;
  const nextFault = (): FaultName | undefined => chooseFault(random);
  return { id, kind, ending, lead: '', controller: new AbortController(), arrivals: [], nextFault };
}

/** Gives each call a lead. Those that are deleted belong to one call only. */
export function assignLeads(calls: Iterable<MixedCall>, leads: readonly string[]): void {
  let next = kept;
  for (const call of calls) {
    call.lead = leads[call.kind === 'delete' ? next : call.id % kept] ?? '';
    if (call.kind === 'delete') next += 1;
  }
}

/** Leads that no call deletes. */
export const kept = 20;

/** Sends the call, and notes how it ended. */
export async function send(close: CloseClient, call: MixedCall, shared: AbortSignal): Promise<void> {
  const { id, kind, ending, controller } = call;
  const options = {
    headers: { 'x-call': String(id) },
    signal: ending === 'aborted' ? controller.signal : shared,
    ...(ending === 'timeout' && { timeoutMs: 50 }),
  };
  call.result = await sends[kind](close, call, options).result();
}
