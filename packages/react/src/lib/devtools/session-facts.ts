import type { CloseAuthState } from '../auth/state.ts';
import { showDuration, showTime } from './show-time.ts';

/** The name of a fact, and its value. */
export type Fact = readonly [name: string, value: string];

/** Lists the facts of a session, and the life of its token as far as the backend sends it. */
export function sessionFacts(state: CloseAuthState, now: number): readonly Fact[] {
  const facts: Fact[] = [['status', statusOf(state)]];
  if ('error' in state && state.error) facts.push(['error', state.error.code]);
  if (!('user' in state) || !state.user || !state.organization) return facts;
  const { user, organization, organizations = [], scope, expiresAt, generation, refreshes } = state;
  facts.push(
    ['access token', tokenLife(expiresAt ?? null, now)],
    ['refreshes', String(refreshes ?? unknown)],
    ['token pairs', String(generation ?? unknown)],
    ['organization', `${organization.name} (${organization.id})`],
    ['other organizations', String(Math.max(organizations.length - 1, 0))],
    ['user', `${user.name} (${user.id})`],
    ['scope', scope ?? unknown],
  );
  return facts;
}

const unknown = 'not sent by the backend';

function statusOf(state: CloseAuthState): string {
  return state.status === 'signed-in' && state.refreshing ? 'signed-in, refreshing' : state.status;
}

function tokenLife(expiresAt: number | null, now: number): string {
  if (expiresAt === null) return unknown;
  const leftMs = expiresAt - now;
  if (leftMs > 0) return `expires in ${showDuration(leftMs)}, at ${showTime(expiresAt)}`;
  return `expired ${showDuration(-leftMs)} ago, refreshed by the next call`;
}
