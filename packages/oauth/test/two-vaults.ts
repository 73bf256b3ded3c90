import { createCloseOAuth, isCloseOAuthError } from '@closekit/oauth';
import type { CloseOAuth, CloseOAuthOptions, Grant, OAuthEvent } from '@closekit/oauth';
import { connect } from './connect.ts';
import type { Connected } from './connect.ts';
import { createStandstill } from './timeline.ts';
import type { Standstill } from './timeline.ts';

/** A connection with a second process that shares its store, server and clock. */
export interface TwoVaults extends Connected {
  readonly other: CloseOAuth;
  readonly otherGrant: Grant;
  readonly otherEvents: OAuthEvent[];
  /** Stops the first process, as the machine or its system may. */
  readonly standstill: Standstill;
}

/** Two vaults of one app. */
export async function twoVaults(overrides: Partial<CloseOAuthOptions> = {}): Promise<TwoVaults> {
  const standstill = createStandstill();
  const connected = await connect(overrides, standstill);
  const otherEvents: OAuthEvent[] = [];
  const { options, clock, grant } = connected;
  const other = createCloseOAuth({
    ...options,
    sleep: overrides.sleep ?? clock.sleep,
    onEvent: (event) => otherEvents.push(event),
  });
  return { ...connected, standstill, other, otherGrant: other.grant(grant), otherEvents };
}

/** Runs `work` between the server's rotation and its reply. */
export function whileAnswering({ close }: Connected, work: () => Promise<unknown>): void {
  close.answerNext(async () => {
    await work();
    const pair = { access_token: 'late', refresh_token: 'late-refresh' };
    return Response.json({ ...pair, token_type: 'Bearer', expires_in: 3600 });
  });
}

/** Runs `work` between the server's rotation and its reply, while the first process stands still. */
export function whileStandingStill(all: TwoVaults, work: () => Promise<unknown>): void {
  whileAnswering(all, async () => {
    all.standstill.stop();
    await work();
    all.standstill.resume();
  });
}

/** Calls `get` until it does not ask to try again. */
export async function settled(grant: Grant): Promise<string> {
  for (;;) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one try after the other.
      return await grant.get();
    } catch (error) {
      if (!isCloseOAuthError(error) || error.code !== 'refresh_unavailable') throw error;
    }
  }
}
