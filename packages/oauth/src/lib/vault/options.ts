import { assertDuration } from '../base/assert-duration.ts';
import { assertText } from '../base/assert-text.ts';
import { assertAuthorizationServer, closeAuthorizationServer } from '../base/authorization-server.ts';
import type { AuthorizationServer } from '../base/authorization-server.ts';
import { memoryStore } from '../stores/memory.ts';
import type { OAuthEvent } from './event.ts';
import type { ClientConfig } from '../protocol/client-config.ts';
import { defaultScope } from '../protocol/start-authorization.ts';
import { createSealer, randomSealingKey } from '../record/sealer.ts';
import type { Sealer, SealingKey } from '../record/sealer.ts';
import { parseSecureUrl, secureUrlForm } from '../base/secure-url.ts';
import { parseServerProfile } from './server-profile.ts';
import type { ServerProfile, ServerProfileName } from './server-profile.ts';
import { sleep as defaultSleep } from '../base/sleep.ts';
import type { Sleep } from '../base/sleep.ts';
import { assertTokenStore } from '../record/token-store.ts';
import type { TokenStore } from '../record/token-store.ts';

/** The options of {@link createCloseOAuth}. */
export interface CloseOAuthOptions extends Omit<ClientConfig, 'server' | 'refusalStatuses'> {
  /** Where Close sends the browser back to, exactly as registered: https, or http on this machine. */
  redirectUri: string;
  /**
   * RFC 8414 metadata, or an issuer URL to read it from once, at first use. Default: Close's, built in.
   */
  server?: AuthorizationServer | string;
  /** The scopes to ask for; an empty string asks for none. Default: `all.full_access offline_access`. */
  scope?: string;
  /** Where grants are kept. Default: in memory, for this process only. */
  store?: TokenStore;
  /** What seals them; the first key seals, all open. Required with `store`. */
  keys?: readonly SealingKey[];
  /** Told about every outcome, without secrets. What it throws or rejects with is ignored. */
  onEvent?: (event: OAuthEvent) => unknown;
  /** An access token with less than this left is refreshed before it is given, in milliseconds. Default: 30 000. */
  refreshMarginMs?: number;
  /**
   * How long a process that was killed while refreshing keeps others waiting, in milliseconds. While it lives it
   * renews this. Default: three times `timeoutMs`.
   */
  leaseMs?: number;
  /** What is known about how the server treats refresh tokens. Default: `close`, which assumes the worst. */
  serverProfile?: ServerProfileName | Partial<ServerProfile>;
  /** How long a login may take, in milliseconds. Default: 600 000. */
  flowLifetimeMs?: number;
  /**
   * Waits between attempts. Resolves after the duration in milliseconds. When `signal` aborts it settles at once;
   * rejecting, as `setTimeout` of `node:timers/promises` does, and resolving are both fine. Default: a timer.
   */
  sleep?: (durationMs: number, signal?: AbortSignal) => Promise<unknown>;
}

/** The options, checked, with their defaults. */
export interface CloseOAuthSettings {
  readonly client: Omit<ClientConfig, 'server'> & { readonly timeoutMs: number };
  readonly server: AuthorizationServer | string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly store: TokenStore;
  readonly sealer: Sealer;
  readonly now: () => number;
  readonly elapsed: () => number;
  readonly sleep: Sleep;
  readonly onEvent: (event: OAuthEvent) => unknown;
  readonly refreshMarginMs: number;
  readonly leaseMs: number;
  readonly profile: ServerProfile;
  readonly flowLifetimeMs: number;
}

const caller = 'createCloseOAuth';
const functions = ['fetch', 'now', 'onEvent', 'identify', 'sleep'] as const;
const durations = ['timeoutMs', 'refreshMarginMs', 'leaseMs', 'defaultLifetimeMs', 'flowLifetimeMs'] as const;

/**
 * Checks the options and fills in the defaults.
 *
 * @param options - What the caller gave.
 * @returns The settings.
 * @throws TypeError that names the option that is wrong.
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
  const { refusalStatuses } = profile;
  const effects = { ...(fetch && { fetch }), ...(identify && { identify }) };
  return {
    client: {
      clientId,
      clientSecret,
      now,
      timeoutMs,
      defaultLifetimeMs,
      refusalStatuses,
      ...effects,
    },
    server,
    redirectUri,
    scope: options.scope ?? defaultScope,
    store: store ?? memoryStore(),
    sealer: createSealer(keys ?? [randomSealingKey()]),
    now,
    // A clock that is given is the only one: tests move it by hand.
    elapsed: options.now ?? (() => performance.now()),
    sleep: options.sleep ?? defaultSleep,
    onEvent: options.onEvent ?? (() => undefined),
    refreshMarginMs: options.refreshMarginMs ?? 30_000,
    leaseMs: options.leaseMs ?? timeoutMs * 3,
    profile,
    flowLifetimeMs: options.flowLifetimeMs ?? 600_000,
  };
}

function assertShape(options: CloseOAuthOptions): void {
  assertText(options.clientId, caller, 'clientId');
  assertText(options.clientSecret, caller, 'clientSecret');
  assertRedirectUri(options.redirectUri);
  if (options.server !== undefined) assertServer(options.server);
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
}

function assertRedirectUri(value: unknown): void {
  const url = parseSecureUrl(value);
  if (url === undefined || url.href.includes('#')) {
    throw new TypeError(`createCloseOAuth: \`redirectUri\` must be ${secureUrlForm}, without a fragment.`);
  }
}

function assertServer(server: unknown): void {
  if (typeof server === 'object' && server !== null) {
    assertAuthorizationServer(server, caller);
  } else if (parseSecureUrl(server) === undefined) {
    throw new TypeError('createCloseOAuth: `server` must be RFC 8414 metadata or an https issuer URL.');
  }
}
