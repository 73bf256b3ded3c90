import type { AuthorizationServer, OAuthEventType, ServerProfile } from '@closekit/oauth';
import type { StoreSpec } from '../engines/open-store.ts';

/** The places where a worker can be stopped, in the order of a refresh. */
export const steps = [
  'before the record is read',
  'before the lease is written',
  'after the lease is written',
  'before the request is sent',
  'after the server has rotated',
  'after the reply is read',
  'after the pair is stored',
  'after the token is handed out',
] as const;

export type Step = (typeof steps)[number];

/** The settings of a worker. */
export interface WorkerSpec {
  readonly name: string;
  readonly store: StoreSpec;
  readonly server: AuthorizationServer;
  readonly leaseMs: number;
  readonly timeoutMs: number;
  readonly refreshMarginMs: number;
  readonly replyPatienceMs?: number;
  readonly serverProfile?: Partial<ServerProfile>;
  /** Kills or stops the process at a step of its first refresh. */
  readonly halt?: { readonly step: Step; readonly signal: 'SIGKILL' | 'SIGSTOP' };
  /** The share of writes to the store that fail. */
  readonly storeFaults?: number;
}

/** A message to a worker. */
export type WorkerOrder =
  | { readonly type: 'start'; readonly spec: WorkerSpec }
  /** Moves the clock forward, then lets callers request a token at once. */
  | {
      readonly type: 'get';
      readonly id: number;
      readonly key: string;
      readonly callers: number;
      readonly aheadMs: number;
    }
  /** Requests tokens of all grants in a loop. */
  | { readonly type: 'soak'; readonly keys: readonly string[]; readonly pauseMs: number }
  /** Lets the store fail until a time. */
  | { readonly type: 'cut'; readonly until: number; readonly writesOnly: boolean }
  | { readonly type: 'close' };

/** A message of a worker. */
export type WorkerNews =
  | { readonly type: 'ready' }
  /** The last message before a signal at a step. */
  | { readonly type: 'halted' }
  | { readonly type: 'closed'; readonly stats: Readonly<Record<OAuthEventType, number>> }
  | {
      readonly type: 'got';
      readonly id: number;
      readonly tokens: readonly string[];
      readonly codes: readonly string[];
      readonly waitsMs: readonly number[];
    }
  | { readonly type: 'soaked'; readonly served: number; readonly codes: Readonly<Record<string, number>> }
  | { readonly type: 'event'; readonly event: OAuthEventType; readonly key: string };
