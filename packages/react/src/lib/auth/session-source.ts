import type { CloseSession } from './close-session.ts';

/** Where the auth store learns who is connected, and where it signs in and out. */
export interface SessionSource {
  /** Where the session routes are. Without them `signOut` ends nothing: this page only forgets who is connected. */
  readonly basePath: string | undefined;
  /**
   * Asks who is connected.
   *
   * @param signal - Cuts the question short.
   * @returns The session of this moment.
   * @throws Anything, when nobody can say.
   */
  read(signal: AbortSignal): Promise<CloseSession>;
  /**
   * Ends the session.
   *
   * @throws CloseAuthError `sign_out_failed`.
   */
  signOut(): Promise<void>;
  /**
   * Makes another connected organization the shown one.
   *
   * @param organizationId - The organization.
   * @throws CloseAuthError `switch_failed`.
   */
  switchTo(organizationId: string): Promise<void>;
  /** Drops what is kept for the one who was connected until now. */
  forget(): void;
  /**
   * Tells where a login starts.
   *
   * @param returnTo - The path of this app to come back to.
   * @returns The address to navigate to.
   * @throws CloseAuthError `sign_in_unavailable`.
   */
  loginUrl(returnTo: string): string;
}
