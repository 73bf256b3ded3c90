import type { HandlerConfig } from '../config/handler-config.ts';
import { digest } from '../base/opaque-id.ts';
import { findSession } from './browser-session.ts';
import type { LoginContext } from './login-context.ts';

const longestWaitMs = 10_000;
const longestPauseMs = 1000;
// A callback URL and its cookie must not open the session for as long as the login would have been valid.
const recentMs = 60_000;

/**
 * Waits until another request with the same callback has started its session, and returns the id.
 * `undefined` when that takes longer than a call to Close may take, or the session is no longer new.
 */
export async function awaitStartedSession(
  config: HandlerConfig,
  { signal }: Request,
  context: LoginContext | undefined,
): Promise<string | undefined> {
  if (context === undefined) return undefined;
  const key = await digest(context.sessionId);
  const limitMs = Math.min(config.timeoutMs, longestWaitMs);
  let pauseMs = 25;
  for (let waitedMs = 0; !signal.aborted; waitedMs += pauseMs) {
    const found = await findSession(config, key);
    if (found !== undefined)
      return found.record.createdAt > config.now() - recentMs ? context.sessionId : undefined;
    if (waitedMs >= limitMs) return undefined;
    pauseMs = Math.min(2 * pauseMs, longestPauseMs);
    await pause(pauseMs);
  }
  return undefined;
}

function pause(timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, timeoutMs);
  });
}
