import { createCloseOAuth } from '@closekit/oauth';
import type { CloseOAuth, CloseOAuthOptions, Grant, OAuthEvent } from '@closekit/oauth';
import { connect } from './connect.ts';
import type { Connected } from './connect.ts';

/** A connection with a second process that shares its store, server and clock. */
export interface TwoVaults extends Connected {
  readonly other: CloseOAuth;
  readonly otherGrant: Grant;
  readonly otherEvents: OAuthEvent[];
}

/** Two vaults of one app; the clock advances with every wait. */
export async function twoVaults(overrides: Partial<CloseOAuthOptions> = {}): Promise<TwoVaults> {
  const connected = await connect(overrides);
  const otherEvents: OAuthEvent[] = [];
  const other = createCloseOAuth({ ...connected.options, onEvent: (event) => otherEvents.push(event) });
  return { ...connected, other, otherGrant: other.grant(connected.grant), otherEvents };
}

/** Runs `work` between the server's rotation and its reply. */
export function whileAnswering({ close }: Connected, work: () => Promise<unknown>): void {
  close.answerNext(async () => {
    await work();
    const pair = { access_token: 'late', refresh_token: 'late-refresh' };
    return Response.json({ ...pair, token_type: 'Bearer', expires_in: 3600 });
  });
}
