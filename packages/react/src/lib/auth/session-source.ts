import type { CloseSession } from './close-session.ts';

/** Reads the session, and signs in and out. */
export interface SessionSource {
  /** The base path of the session routes. Without them `signOut` only clears the state of this page. */
  readonly basePath: string | undefined;
  /**
   * Reads the current session.
   *
   * @param signal - Aborts the read.
   * @returns The session.
   * @throws Error of any kind if the session cannot be read. It is read again later, unless the error has a `status`
   * below 500 other than 408 and 429.
   */
  read(signal: AbortSignal): Promise<CloseSession>;
  /**
   * Ends the session of this browser.
   *
   * @returns Nothing, once it has ended.
   * @throws CloseAuthError `sign_out_failed`.
   */
  signOut(): Promise<void>;
  /**
   * Disconnects an organization, for all browsers of the user.
   *
   * @param organizationId - The organization; `undefined` if none is on screen.
   * @returns Nothing, once it is disconnected.
   * @throws CloseAuthError `disconnect_failed`.
   */
  disconnect(organizationId: string | undefined): Promise<void>;
  /**
   * Switches to another connected organization.
   *
   * @param organizationId - The organization.
   * @returns Nothing, once the session has it.
   * @throws CloseAuthError `switch_failed`.
   */
  switchTo(organizationId: string): Promise<void>;
  /** Clears the cached token of the client. */
  forget(): void;
  /**
   * Returns the URL of the login.
   *
   * @param returnTo - The path of this app to return to after the login.
   * @returns The URL.
   * @throws CloseAuthError `sign_in_unavailable`.
   */
  loginUrl(returnTo: string): string;
}
