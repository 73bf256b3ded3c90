import type { ActivityEntry } from './hooks/use-demo-activity.ts';

const words: Readonly<Record<string, string>> = {
  authorized: 'A user connected.',
  refreshed: 'The server refreshed the token.',
  joined: 'A call joined a refresh in flight.',
  adopted: 'Another process had refreshed the token; this one uses it.',
  transient: 'A refresh failed for now. Nothing is lost.',
  ambiguous_recovered: 'A token response was lost. The retry got a token.',
  ambiguous_lost: 'A token response was lost, and the connection with it.',
  dead: 'Close refused the refresh token. This connection has ended.',
  store_retry: 'A new token could not be stored yet.',
  revoked: 'A user disconnected.',
  revoke_retry: 'A user disconnected. Close has not confirmed it yet; the server tries again.',
  token_request: 'The server requested a token from Close.',
  refused: 'Close refused the access token.',
  expired: 'Every access token was expired on purpose.',
  removed: 'Every connection was revoked at Close on purpose.',
};

/** Describes an entry of the log, with the call that was refused; undefined for a successful call. */
export function describeTokenEvent({ kind, detail }: ActivityEntry): string | undefined {
  const text = words[kind];
  return kind === 'refused' && detail ? `${text} ${detail}` : text;
}
