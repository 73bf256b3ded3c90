import type { ActivityEntry } from './hooks/use-demo-activity.ts';

const words: Readonly<Record<string, string>> = {
  authorized: 'A user connected.',
  refreshed: 'The server renewed the token.',
  joined: 'A call joined a renewal that was under way.',
  adopted: 'Another process had renewed the token; it was taken over.',
  transient: 'A renewal failed for now; nothing is lost.',
  ambiguous_recovered: 'An answer was lost on the way; asking again brought the token.',
  ambiguous_lost: 'An answer was lost on the way, and with it the connection.',
  dead: 'Close refused the refresh token: this connection is over.',
  store_retry: 'A new token could not be stored yet.',
  revoked: 'A user disconnected.',
  token_request: 'The server asked Close for a token.',
  refused: 'Close refused the access token.',
  expired: 'Every access token was expired on purpose.',
  removed: 'Every connection was ended at Close on purpose.',
};

/** An event of the token's life in words, with the call that was refused; undefined for a call that went well. */
export function describeTokenEvent({ kind, detail }: ActivityEntry): string | undefined {
  const text = words[kind];
  return kind === 'refused' && detail ? `${text} ${detail}` : text;
}
