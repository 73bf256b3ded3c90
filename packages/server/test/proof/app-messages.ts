import type { AuthorizationServer } from '@closekit/oauth';
import type { StoreSpec } from '../../../oauth/test/engines/open-store.ts';
import type { SessionFilter } from '../../src/index.ts';
import type { SessionsSpec } from '../engines/open-sessions.ts';

/** The settings of a process, as plain data. */
export interface AppSpec {
  readonly name: string;
  readonly sessions: Exclude<SessionsSpec, { engine: 'sqlite' }>;
  readonly tokens: StoreSpec;
  readonly server: AuthorizationServer;
  readonly client: { readonly clientId: string; readonly clientSecret: string };
  /** The keys of the webhook subscriptions, by their id. */
  readonly subscriptions: Readonly<
    Record<string, { readonly signatureKey: string; readonly organizationId: string }>
  >;
}

/** A message to a process. */
export type AppOrder =
  | { readonly type: 'start'; readonly spec: AppSpec }
  | { readonly type: 'end-all'; readonly filter: SessionFilter };

/** A message of a process. */
export type AppNews =
  | { readonly type: 'ready'; readonly port: number }
  /** A refreshed token pair is in the store, or a disconnect is finished. */
  | { readonly type: 'event'; readonly event: 'refreshed' | 'revoked'; readonly userId: string }
  | { readonly type: 'ended'; readonly count: number };
