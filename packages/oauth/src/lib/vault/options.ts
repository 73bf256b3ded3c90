import { assertDuration } from '../base/assert-duration.ts';
import { assertText } from '../base/assert-text.ts';
import { assertAuthorizationServer, closeAuthorizationServer } from '../base/authorization-server.ts';
import type { AuthorizationServer } from '../base/authorization-server.ts';
import { defaultStore } from '../stores/default-store.ts';
import type { OAuthEvent } from './event.ts';
import { parseHostOptions } from './host.ts';
import type { BackgroundOption, Host } from './host.ts';
import { shortestLeaseMs } from './refresh-times.ts';
import type { ClientConfig } from '../protocol/client-config.ts';
import { defaultScope } from '../protocol/start-authorization.ts';
import { createKeyRing } from '../record/key-ring.ts';
import type { SealingKeys } from '../record/key-ring.ts';
import { createSealer } from '../record/sealer.ts';
import type { Sealer } from '../record/sealer.ts';
import { parseSecureUrl, secureUrlForm } from '../base/secure-url.ts';
import { parseServerProfile } from './parse-server-profile.ts';
import type { ServerSource } from '../protocol/read-server.ts';
import type { ServerProfile, ServerProfileName } from './server-profile.ts';
// oxlint-disable-next-line import/max-dependencies -- the options name everything that can be set.
import { idleSleep, sleep as defaultSleep } from '../base/sleep.ts';
import type { Sleep } from '../base/sleep.ts';
import { assertTokenStore } from '../record/token-store.ts';
import type { TokenStore } from '../record/token-store.ts';

/** The options of {@link createCloseOAuth}. */
export interface CloseOAuthOptions extends Omit<
  ClientConfig,
  'server' | 'refusals' | 'timeoutMs' | 'signal'
> {
  /** The URL of the callback, exactly as registered: https, or http on this machine. */
  redirectUri: string;
  /**
   * RFC 8414 metadata, or a function that reads it at first use, such as
   * `() => discoverAuthorizationServer(issuer)`. A failed call is repeated at the next use. Default: the built-in
   * metadata of Close.
   */
  server?: AuthorizationServer | (() => Promise<AuthorizationServer>);
  /** The scopes to request; an empty string requests none. Default: `all.full_access offline_access`. */
  scope?: string;
  /**
   * Stores the grants. Default: the memory of this process, which vaults with the same `clientId` and `redirectUri`
   * share.
   */
  store?: TokenStore;
  /**
   * The keys that encrypt stored tokens: the first one seals, all of them open. Required with `store`. A function, for
   * keys in a KMS, is called at first use; a failed call is repeated at the next use, and a call without a result after
   * five seconds. `oauth.reloadKeys()` calls it again.
   */
  keys?: SealingKeys;
  /** Called with every outcome, without secrets. Its errors are ignored. */
  onEvent?: (event: OAuthEvent) => unknown;
  /**
   * An access token with less time left is refreshed before it is returned, in milliseconds. Default: 30,000.
   */
  refreshMarginMs?: number;
  /**
   * How long a caller of `get` waits, in milliseconds; after that it gets `refresh_unavailable`, and the
   * refresh goes on. Also the time limit of every other request. Default: 10,000.
   */
  timeoutMs?: number;
  /**
   * How long the vault listens for the response to a refresh, in milliseconds: it has the only copy of the new
   * tokens. Only when the connection has ended, or after this time, the refresh token is sent again. Where the
   * host ends a call, `callLimitMs` shortens it. Default: 300,000.
   */
  replyPatienceMs?: number;
  /**
   * How long other processes wait for one that was killed during a refresh, in milliseconds; at least 1200. A
   * running process renews its lease twelve times as often. Default: 30,000.
   */
  leaseMs?: number;
  /**
   * Whether refreshes may go on after the call that started them. `auto`: everywhere but on hosts that stop a
   * process between calls, such as Cloudflare Workers, AWS Lambda, Vercel, Netlify and Cloud Run. `off`: never;
   * set `callLimitMs`. With the `waitUntil` of the host: as long as that allows. Default: `auto`.
   *
   * @example
   * ```ts
   * import { waitUntil } from 'cloudflare:workers';
   * const oauth = createCloseOAuth({ clientId, clientSecret, redirectUri, store, keys, background: { waitUntil } });
   * ```
   */
  background?: BackgroundOption;
  /**
   * How long a call may last where the host ends it, in milliseconds; at least 6000. A refresh in a call listens
   * for the response until five seconds before. Required with `background: 'off'`. Default: 25,000.
   */
  callLimitMs?: number;
  /**
   * The monotonic clock, in milliseconds, used for all waits and deadlines. Default: `performance.now`.
   */
  monotonicNow?: () => number;
  /**
   * How the server treats refresh tokens. Default: `close`, which assumes the worst where Close documents
   * nothing.
   */
  serverProfile?: ServerProfileName | Partial<ServerProfile>;
  /** Time limit of a login, in milliseconds. Default: 600,000. */
  flowLifetimeMs?: number;
  /**
   * Waits. Resolves after the duration in milliseconds. When `signal` aborts it settles at
   * once; rejecting, as `setTimeout` of `node:timers/promises` does, and resolving are both fine. Default: a
   * timer.
   */
  sleep?: (durationMs: number, signal?: AbortSignal) => Promise<unknown>;
}

/** The checked options, with their defaults. */
export interface CloseOAuthSettings {
  readonly client: Omit<ClientConfig, 'server'> & { readonly timeoutMs: number };
  readonly server: AuthorizationServer | ServerSource;
  readonly redirectUri: string;
  readonly scope: string;
  readonly store: TokenStore;
  readonly sealer: Sealer;
  readonly now: () => number;
  readonly elapsed: () => number;
  readonly sleep: Sleep;
  readonly idleSleep: Sleep;
  readonly onEvent: (event: OAuthEvent) => unknown;
  readonly refreshMarginMs: number;
  readonly replyPatienceMs: number;
  readonly leaseMs: number;
  readonly host: Host;
  readonly profile: ServerProfile;
  readonly flowLifetimeMs: number;
}

const caller = 'createCloseOAuth';
const functions = ['fetch', 'now', 'monotonicNow', 'onEvent', 'identify', 'sleep'] as const;
const durations = [
  'timeoutMs',
  'replyPatienceMs',
  'refreshMarginMs',
  'leaseMs',
  'callLimitMs',
  'defaultLifetimeMs',
  'flowLifetimeMs',
] as const;

/**
 * Checks the options and fills in the defaults.
 *
 * @throws TypeError that names the wrong option.
 */
export function parseCloseOAuthOptions(options: CloseOAuthOptions): CloseOAuthSettings {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError('createCloseOAuth: `options` must be an object.');
  }
  assertShape(options);
  const { clientId, clientSecret, redirectUri, server = closeAuthorizationServer, store, keys } = options;
  if (store !== undefined && keys === undefined) {
    throw new TypeError(
      'createCloseOAuth: `keys` must be set with `store`, so that its records can be opened after a restart.',
    );
  }
  const { fetch, identify, now = Date.now, timeoutMs = 10_000, defaultLifetimeMs = 3_600_000 } = options;
  const profile = parseServerProfile(options.serverProfile);
  const { refusals } = profile;
  const shared = defaultStore(clientId, redirectUri);
  const effects = { ...(fetch && { fetch }), ...(identify && { identify }) };
  return {
    client: {
      clientId,
      clientSecret,
      now,
      timeoutMs,
      defaultLifetimeMs,
      refusals,
      ...effects,
    },
    server,
    redirectUri,
    scope: options.scope ?? defaultScope,
    store: store ?? shared.store,
    sealer: createSealer(keys === undefined ? shared.keys : createKeyRing(keys)),
    now,
    elapsed: options.monotonicNow ?? (() => performance.now()),
    sleep: options.sleep ?? defaultSleep,
    idleSleep: options.sleep ?? idleSleep,
    onEvent: options.onEvent ?? (() => undefined),
    refreshMarginMs: options.refreshMarginMs ?? 30_000,
    replyPatienceMs: options.replyPatienceMs ?? 300_000,
    leaseMs: options.leaseMs ?? 30_000,
    host: parseHostOptions({ ...options, timeoutMs }),
    profile,
    flowLifetimeMs: options.flowLifetimeMs ?? 600_000,
  };
}

function assertShape(options: CloseOAuthOptions): void {
  assertText(options.clientId, caller, 'clientId');
  assertText(options.clientSecret, caller, 'clientSecret');
  assertRedirectUri(options.redirectUri);
  if (options.server !== undefined && typeof options.server !== 'function') {
    assertAuthorizationServer(options.server, caller);
  }
  if (options.scope !== undefined && typeof options.scope !== 'string') {
    throw new TypeError('createCloseOAuth: `scope` must be a string.');
  }
  if (options.store !== undefined) assertTokenStore(options.store, caller);
  for (const name of functions) {
    const value: unknown = options[name];
    if (value !== undefined && typeof value !== 'function') {
      throw new TypeError(`createCloseOAuth: \`${name}\` must be a function.`);
    }
  }
  for (const name of durations) {
    if (options[name] !== undefined) assertDuration(options[name], caller, name);
  }
  if (options.leaseMs !== undefined && options.leaseMs < shortestLeaseMs) {
    throw new TypeError(`createCloseOAuth: \`leaseMs\` must be at least ${shortestLeaseMs}.`);
  }
}

function assertRedirectUri(value: unknown): void {
  const url = parseSecureUrl(value);
  if (url === undefined || url.href.includes('#')) {
    throw new TypeError(`createCloseOAuth: \`redirectUri\` must be ${secureUrlForm}, without a fragment.`);
  }
}
