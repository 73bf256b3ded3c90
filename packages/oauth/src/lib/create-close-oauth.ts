import { createAuthorizationFlow } from './login/authorization-flow.ts';
import { authorizeGrant } from './login/authorize-grant.ts';
import { parseCloseOAuthOptions } from './vault/options.ts';
import type { CloseOAuthOptions } from './vault/options.ts';
import { createGrantCache } from './grant/grant-cache.ts';
import type { Grant } from './grant/grant.ts';
import { assertGrantId } from './record/grant-id.ts';
import type { GrantId } from './record/grant-id.ts';
import { createVault } from './vault/create-vault.ts';
import { finishAuthorization, toCallbackUrl } from './protocol/finish-authorization.ts';
import { startAuthorization } from './protocol/start-authorization.ts';
import { resealGrants } from './grant/reseal-grants.ts';
import type { ResealOptions, ResealProgress } from './grant/reseal-grants.ts';
import type { OAuthStats } from './vault/stats.ts';
import { assertOpen } from './vault/vault.ts';

/** A login that was started: see {@link CloseOAuth.startAuthorization}. */
export interface StartedAuthorization {
  /** The URL to send the browser to. */
  readonly url: URL;
  /** The sealed transaction, to be kept for this browser until the callback, in a cookie. */
  readonly transaction: string;
  /** How long the transaction is valid, in milliseconds: the option `flowLifetimeMs`. */
  readonly lifetimeMs: number;
}

/** Connections to Close: starts and ends logins, and keeps the tokens of every grant alive. */
export interface CloseOAuth {
  /**
   * Begins a login.
   *
   * @param options - `returnTo`: where the app wants to go afterwards; it comes back from `finishAuthorization`.
   * @returns The URL to send the browser to, the transaction to keep for this browser, and its lifetime.
   * @throws CloseOAuthError `discovery_failed` or `closed`.
   */
  startAuthorization(options?: { returnTo?: string | undefined }): Promise<StartedAuthorization>;
  /**
   * Ends a login: checks the callback, exchanges the code, stores the tokens. A login ends once: this process
   * remembers used states until the login's life is over (the last 10 000).
   *
   * @param options - The whole URL of the callback, and the transaction this browser kept.
   * @returns The grant, connected, and the `returnTo` of the start.
   * @throws CloseOAuthError `access_denied`, `callback_rejected`, `state_missing`, `state_mismatch`,
   * `state_replayed`, `flow_expired`, `exchange_rejected`, `exchange_unavailable`, `client_misconfigured`,
   * `store_unavailable`, `discovery_failed` or `closed`.
   * @throws TypeError when the callback is no absolute URL.
   */
  finishAuthorization(options: {
    callbackUrl: URL | string;
    transaction: string | undefined;
  }): Promise<{ grant: Grant; returnTo: string | undefined }>;
  /**
   * Gives the grant of a user, connected or not. It does no I/O. Up to 10 000 grants stay in memory; the one
   * unused the longest is forgotten first and read from the store when it is next asked for.
   *
   * @param id - The organization and the user.
   * @returns The same object for the same id while it is in memory.
   * @throws TypeError when an id is missing.
   */
  grant(id: GrantId): Grant;
  /**
   * Seals every record under the first of the keys, so that older keys can be dropped. It may run while others
   * refresh, and is resumed by calling it again.
   *
   * @param options - `onProgress` is told after every record, `signal` ends the walk.
   * @returns How many records were seen, sealed anew, and opened by no key.
   * @throws CloseOAuthError `aborted`, `store_unavailable` or `closed`.
   * @throws TypeError when the store has no `list`.
   */
  reseal(options?: ResealOptions): Promise<ResealProgress>;
  /**
   * Counts what has happened, for a metrics endpoint.
   *
   * @returns How many times each outcome has happened since this was made.
   */
  stats(): OAuthStats;
  /**
   * Waits for what is under way, tries once more to store what is not stored, and closes the store.
   *
   * @throws CloseOAuthError `store_unavailable` when new tokens could not be stored and end with this process.
   */
  close(): Promise<void>;
}

/**
 * Builds the vault for one Close app.
 *
 * @param options - The app, the store and its keys.
 * @returns The vault.
 * @throws TypeError that names the option that is wrong.
 * @example
 * const oauth = createCloseOAuth({ clientId, clientSecret, redirectUri, store: sqliteStore('close.db'), keys });
 * const token = await oauth.grant({ organizationId, userId }).get();
 */
export function createCloseOAuth(options: CloseOAuthOptions): CloseOAuth {
  const settings = parseCloseOAuthOptions(options);
  const { redirectUri, scope, sealer, now, flowLifetimeMs } = settings;
  const { vault, stats, close } = createVault(settings);
  const grants = createGrantCache(vault);
  const flow = createAuthorizationFlow(sealer, { now, flowLifetimeMs });

  async function finish(
    callback: URL,
    sealed: string | undefined,
  ): ReturnType<CloseOAuth['finishAuthorization']> {
    const config = await vault.config();
    const transaction = await flow.open(sealed, callback);
    const tokens = await finishAuthorization({ ...config, scope, transaction, callbackUrl: callback });
    const { state, grant } = grants.get(tokens);
    await authorizeGrant(vault, state, tokens);
    return { grant, returnTo: transaction.returnTo };
  }

  return {
    async startAuthorization({ returnTo } = {}) {
      assertOpen(vault);
      const config = await vault.config();
      const { url, transaction } = await startAuthorization({ ...config, redirectUri, scope, returnTo });
      return { url, transaction: await flow.seal(transaction), lifetimeMs: flowLifetimeMs };
    },
    async finishAuthorization({ callbackUrl, transaction }) {
      assertOpen(vault);
      return vault.track(finish(toCallbackUrl(callbackUrl), transaction));
    },
    grant(id) {
      assertGrantId(id);
      return grants.get(id).grant;
    },
    async reseal(walk = {}) {
      assertOpen(vault);
      return vault.track(resealGrants(vault, walk));
    },
    stats,
    close: () => close(grants.states()),
  };
}
