import { createCloseOAuth, memoryStore } from '@closekit/oauth';
import type { CloseOAuth, CloseOAuthOptions, Grant, OAuthEvent, TokenStore } from '@closekit/oauth';
import { fakeClose } from './fake-close.ts';
import type { FakeClose } from './fake-close.ts';
import { createTimeline } from './timeline.ts';
import type { Standstill, Timeline } from './timeline.ts';

export const keys = [{ id: 'k1', secret: 'A'.repeat(43) }];
export const hourMs = 3_600_000;

/** Does not move the clock: a clock that moves with every wait runs away while another process works. */
export const shortly = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 1));

/** A vault with a connected grant, a clock and all events. */
export interface Connected {
  readonly oauth: CloseOAuth;
  readonly grant: Grant;
  readonly close: FakeClose;
  readonly store: TokenStore;
  readonly events: OAuthEvent[];
  readonly clock: Timeline;
  readonly options: CloseOAuthOptions;
}

export function prepare(
  overrides: Partial<CloseOAuthOptions> = {},
  standstill?: Standstill,
): Omit<Connected, 'grant'> {
  const close = fakeClose();
  const store = overrides.store ?? memoryStore();
  const events: OAuthEvent[] = [];
  const clock = createTimeline();
  const options: CloseOAuthOptions = {
    clientId: 'oa2client_1',
    clientSecret: 'client-secret',
    redirectUri: 'https://app.example/callback',
    keys,
    fetch: close.fetch,
    now: clock.now,
    monotonicNow: clock.elapsed,
    sleep: standstill?.wrap(clock.sleep) ?? clock.sleep,
    onEvent: (event) => events.push(event),
    ...overrides,
    store,
  };
  return { oauth: createCloseOAuth(options), close, store, events, clock, options };
}

export async function login(oauth: CloseOAuth): Promise<Grant> {
  const { url, transaction } = await oauth.startAuthorization();
  const state = url.searchParams.get('state');
  const callbackUrl = `https://app.example/callback?code=code-secret&state=${state}`;
  const { grant } = await oauth.finishAuthorization({ callbackUrl, transaction });
  return grant;
}

export async function connect(
  overrides: Partial<CloseOAuthOptions> = {},
  standstill?: Standstill,
): Promise<Connected> {
  const prepared = prepare(overrides, standstill);
  const grant = await login(prepared.oauth);
  prepared.close.seen.length = 0;
  prepared.events.length = 0;
  return { ...prepared, grant };
}
