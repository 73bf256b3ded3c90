import type { HandlerConfig } from '../config/handler-config.ts';
import { isRecord } from '../base/is-record.ts';

/** The context of a login attempt. The oauth package seals it, so that the browser cannot change it. */
export interface LoginContext {
  /** Where the browser goes after the login, also after one that failed. */
  readonly returnTo: string;
  /** The store key of the browser's session: browsers withhold the Strict cookie from the callback. */
  readonly previousSession: string | undefined;
  /**
   * The id of the session that the login starts. It is chosen before, so that a second request with the same
   * callback finds that session.
   */
  readonly sessionId: string;
}

/** Writes a context as text. */
export function formatLoginContext(context: LoginContext): string {
  return JSON.stringify(context);
}

/** The context of a sealed transaction; `undefined` when there is none or it cannot be opened. */
export async function readLoginContext(
  { oauth }: HandlerConfig,
  transaction: string | undefined,
): Promise<LoginContext | undefined> {
  try {
    return parseContext(JSON.parse((await oauth.readAuthorizationContext(transaction)) ?? 'null'));
  } catch {
    // `finishAuthorization` fails with the same error, which is reported.
    return undefined;
  }
}

function parseContext(value: unknown): LoginContext | undefined {
  const { returnTo, previousSession, sessionId } = isRecord(value) ? value : {};
  if (typeof returnTo !== 'string' || typeof sessionId !== 'string') return undefined;
  return {
    returnTo,
    previousSession: typeof previousSession === 'string' ? previousSession : undefined,
    sessionId,
  };
}
