import { createAuthorizationFlow } from './login/authorization-flow.ts';
import { authorizeGrant } from './login/authorize-grant.ts';
import { parseCloseOAuthOptions } from './vault/options.ts';
import type { CloseOAuthOptions } from './vault/options.ts';
import type { Grant } from './grant/grant.ts';
import { createGrantOperations } from './grant/grant-operations.ts';
import type { GrantOperations } from './grant/grant-operations.ts';
import { createGrantStates } from './grant/grant-states.ts';
import { exposeVault } from './grant/vault-of.ts';
import { assertGrantId } from './record/grant-id.ts';
import type { GrantId } from './record/grant-id.ts';
import { createVault } from './vault/create-vault.ts';
import { finishAuthorization, toCallbackUrl } from './protocol/finish-authorization.ts';
import { assertContext, startAuthorization } from './protocol/start-authorization.ts';
import { assertDuration } from './base/assert-duration.ts';
import type { OAuthStats } from './vault/stats.ts';
import { countUnsaved } from './vault/count-unsaved.ts';
import type { UnsavedPairs } from './vault/count-unsaved.ts';
import { assertOpen } from './vault/vault.ts';

/** A started login: see {@link CloseOAuth.startAuthorization}. */
export interface StartedAuthorization {
  /** The URL to send the browser to. */
  readonly url: URL;
  /** The sealed transaction. Keep it for this browser until the callback, in a cookie. */
  readonly transaction: string;
  /** How long the transaction is valid, in milliseconds: the option `flowLifetimeMs`. */
  readonly lifetimeMs: number;
}

/** The connections of one app to Close: logins, and a token vault that keeps every grant refreshed. */
export interface CloseOAuth extends GrantOperations {
  /**
   * Starts a login.
   *
   * @param options - `context`: text of the app, such as its page after the login. It is sealed in the
   * transaction, so that the browser can neither read nor change it. A cookie has room for about 2 kB.
   * @returns The URL to send the browser to, the transaction to keep for this browser, and its lifetime.
   * @throws CloseOAuthError `discovery_failed`, `keys_unavailable` or `closed`.
   * @throws TypeError when `context` is no string.
   */
  startAuthorization(options?: { context?: string | undefined }): Promise<StartedAuthorization>;
  /**
   * Reads the context of a login without using the login up, also after it has failed, finished or expired.
   *
   * @param transaction - The transaction of this browser.
   * @returns The `context` of `startAuthorization`; `undefined` if there was none.
   * @throws CloseOAuthError `state_missing` without a transaction, `state_mismatch` when it was not sealed by this
   * app, `keys_unavailable` or `closed`.
   */
  readAuthorizationContext(transaction: string | undefined): Promise<string | undefined>;
  /**
   * Seals a started login again with another context. The login stays the same: its URL, and the time when it
   * expires.
   *
   * @param options - The transaction of this browser, and the new context.
   * @returns The transaction to keep instead.
   * @throws CloseOAuthError as `readAuthorizationContext`.
   * @throws TypeError when `context` is no string.
   */
  replaceAuthorizationContext(options: {
    transaction: string | undefined;
    context: string | undefined;
  }): Promise<string>;
  /**
   * Finishes a login: checks the callback, exchanges the code and stores the tokens. Each login can be finished
   * once among all processes that share the store, which remembers used states until they expire.
   *
   * @param options - The complete callback URL, and the transaction of this browser.
   * @returns The connected grant, and the `context` of `startAuthorization`.
   * @throws CloseOAuthError `access_denied`, `callback_rejected`, `state_missing`, `state_mismatch`,
   * `state_replayed`, `flow_expired`, `exchange_rejected`, `exchange_unavailable`, `client_misconfigured`,
   * `store_unavailable`, `keys_unavailable`, `discovery_failed` or `closed`. After `store_unavailable` nothing is connected: the
   * message contains whether the new tokens were revoked.
   * @throws TypeError when `callbackUrl` is not an absolute URL.
   */
  finishAuthorization(options: {
    callbackUrl: URL | string;
    transaction: string | undefined;
  }): Promise<{ grant: Grant; context: string | undefined }>;
  /**
   * Returns the grant of a user, connected or not, without I/O. The tokens of up to 10,000 grants are cached;
   * those that were not used for a while are dropped, and read from the store at their next use.
   *
   * @param id - The organization and the user.
   * @returns The grant; the same object for the same id while it is cached. All objects of one grant share its
   * tokens and its refresh.
   * @throws TypeError when an id is missing, no text, or has lone surrogates.
   */
  grant(id: GrantId): Grant;
  /**
   * Returns the number of events by type, for a metrics endpoint.
   *
   * @returns The counts since this object was created.
   */
  stats(): OAuthStats;
  /**
   * Returns the number of new token pairs that are not stored yet, and the age of the oldest. They would be lost
   * with this process.
   *
   * @returns Both are 0 when all pairs are stored.
   */
  unsaved(): UnsavedPairs;
  /**
   * Waits for refreshes and disconnects in progress, goes on storing tokens that could not be stored yet, and
   * closes the store. From then on every call fails with `closed`.
   *
   * @param options - `timeoutMs`: how long to wait, in milliseconds. Default: 25 000.
   * @throws CloseOAuthError `store_unavailable`, with the grants whose new tokens could not be stored: they are
   * lost with this process.
   */
  close(options?: { timeoutMs?: number | undefined }): Promise<void>;
}

/**
 * Creates the token vault of one Close app.
 *
 * @param options - The app, the store and its keys.
 * @returns The vault.
 * @throws TypeError that names the wrong option.
 * @throws CloseOAuthError `store_unsuitable` when the store cannot keep rotating tokens.
 * @example
 * ```ts
 * const oauth = createCloseOAuth({ clientId, clientSecret, redirectUri, store: sqliteStore('close.db'), keys });
 * const token = await oauth.grant({ organizationId, userId }).get();
 * ```
 */
export function createCloseOAuth(options: CloseOAuthOptions): CloseOAuth {
  const settings = parseCloseOAuthOptions(options);
  const { redirectUri, scope, sealer, now, flowLifetimeMs } = settings;
  const { vault, stats, close } = createVault(settings);
  const states = createGrantStates(vault);
  const consume = (mark: string, lifetimeMs: number): Promise<boolean> =>
    vault.records.consume(mark, lifetimeMs);
  const flow = createAuthorizationFlow(sealer, { now, flowLifetimeMs, consume });

  async function finish(
    callback: URL,
    sealed: string | undefined,
  ): ReturnType<CloseOAuth['finishAuthorization']> {
    const startedAt = vault.elapsed();
    const config = await vault.config();
    const transaction = await flow.open(sealed, callback);
    const tokens = await finishAuthorization({ ...config, scope, transaction, callbackUrl: callback });
    const { state, grant } = states.of(tokens);
    await authorizeGrant(vault, state, tokens);
    const { generation } = state.cached ?? {};
    vault.emit('authorized', state.id, { startedAt, ...(generation !== undefined && { generation }) });
    return { grant, context: transaction.context };
  }

  const oauth: CloseOAuth = {
    ...createGrantOperations(vault, states, sealer),
    async startAuthorization({ context } = {}) {
      assertOpen(vault);
      const config = await vault.config();
      const { url, transaction } = await startAuthorization({ ...config, redirectUri, scope, context });
      return { url, transaction: await flow.seal(transaction), lifetimeMs: flowLifetimeMs };
    },
    async readAuthorizationContext(transaction) {
      assertOpen(vault);
      return (await flow.read(transaction)).context;
    },
    async replaceAuthorizationContext({ transaction, context }) {
      assertOpen(vault);
      assertContext(context, 'replaceAuthorizationContext');
      const { context: _replaced, ...started } = await flow.read(transaction);
      return flow.seal(context === undefined ? started : { ...started, context });
    },
    async finishAuthorization({ callbackUrl, transaction }) {
      assertOpen(vault);
      return vault.track(finish(toCallbackUrl(callbackUrl), transaction));
    },
    grant(id) {
      assertGrantId(id);
      return states.of(id).grant;
    },
    stats,
    unsaved: () => countUnsaved(vault),
    close: async ({ timeoutMs = 25_000 } = {}) => {
      assertDuration(timeoutMs, 'close', 'timeoutMs');
      return close(timeoutMs);
    },
  };
  exposeVault(oauth, { vault, states, sealer });
  return oauth;
}
