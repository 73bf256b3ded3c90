import { calculatePKCECodeChallenge, generateRandomCodeVerifier, generateRandomState } from 'oauth4webapi';
import { assertText } from '../base/assert-text.ts';
import { assertAuthorizationServer, closeAuthorizationServer } from '../base/authorization-server.ts';
import type { ClientConfig } from './client-config.ts';

/** The options of {@link startAuthorization}. */
export interface StartAuthorizationOptions extends Pick<ClientConfig, 'clientId' | 'server' | 'now'> {
  /** The registered URL of the callback, exactly as registered. */
  redirectUri: string;
  /**
   * The scopes to request, separated by spaces; an empty string requests none. Default: all scopes of Close.
   */
  scope?: string;
  /** Text of the app, such as its page after the login. It is kept in the transaction. */
  context?: string | undefined;
}

/** The secrets of a login. Keep them for this browser only, until the callback. */
export interface AuthorizationTransaction {
  /** The random value that the callback repeats. */
  readonly state: string;
  /** The PKCE secret: proves that the same app started the login. */
  readonly codeVerifier: string;
  /** The redirect URI of the request; the exchange repeats it. */
  readonly redirectUri: string;
  /** The text of the app. */
  readonly context?: string;
  /** When the login started, in milliseconds since 1970. */
  readonly startedAt: number;
}

/** The scopes of every Close app. */
export const defaultScope = 'all.full_access offline_access';

/**
 * Starts a login: creates the URL of the consent page, with a 256-bit `state` and PKCE S256.
 *
 * @param options - The app and its callback.
 * @returns The URL to send the browser to, and the transaction to keep until the callback.
 * @throws TypeError when `clientId` or `redirectUri` is missing, `context` is no string, or the server's metadata
 * is incomplete.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1
 */
export async function startAuthorization(
  options: StartAuthorizationOptions,
): Promise<{ url: URL; transaction: AuthorizationTransaction }> {
  const { clientId, redirectUri, context, scope = defaultScope, now = Date.now } = options;
  const server = options.server ?? closeAuthorizationServer;
  assertAuthorizationServer(server, 'startAuthorization');
  // A missing option would put the word "undefined" into the URL.
  assertText(clientId, 'startAuthorization', 'clientId');
  assertText(redirectUri, 'startAuthorization', 'redirectUri');
  assertContext(context, 'startAuthorization');
  const state = generateRandomState();
  const codeVerifier = generateRandomCodeVerifier();

  const url = new URL(server.authorization_endpoint);
  url.searchParams.set('response_type', 'code');
  url.searchParams.set('client_id', clientId);
  url.searchParams.set('redirect_uri', redirectUri);
  if (scope !== '') url.searchParams.set('scope', scope);
  url.searchParams.set('state', state);
  url.searchParams.set('code_challenge', await calculatePKCECodeChallenge(codeVerifier));
  url.searchParams.set('code_challenge_method', 'S256');

  const kept = context === undefined ? {} : { context };
  return { url, transaction: { state, codeVerifier, redirectUri, ...kept, startedAt: now() } };
}

/**
 * Refuses a context that is no text.
 *
 * @throws TypeError that names the caller.
 */
export function assertContext(context: unknown, caller: string): asserts context is string | undefined {
  if (context === undefined || typeof context === 'string') return;
  throw new TypeError(`${caller}: \`context\` must be a string.`);
}
