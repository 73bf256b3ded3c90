const words: Readonly<Record<string, string>> = {
  access_denied: 'You declined the request at Close, so nothing was connected. You can connect at any time.',
  state_missing: 'This sign-in was not started in this browser, or its cookie is missing. Start again.',
  state_mismatch:
    'This sign-in does not belong to this browser, so it was stopped for your safety. Start again.',
  state_replayed: 'This sign-in was already used. Start again.',
  flow_expired: 'The sign-in took longer than ten minutes, so it was stopped. Start again.',
  callback_rejected: 'Close returned an invalid response. Start again.',
  exchange_rejected:
    'Close did not accept the sign-in. Start again. If it fails twice, check the app’s client id and secret.',
  exchange_unavailable: 'Close could not be reached to finish the sign-in. Wait a moment, then start again.',
  discovery_failed: 'Close could not be reached to start the sign-in. Wait a moment, then start again.',
  client_misconfigured:
    'This app is not set up correctly at Close. Check its client id, secret and redirect URL.',
  store_unavailable: 'The server could not save the connection, so nothing was connected. Try again.',
};

/** Describes a failed sign-in, by the code that the server puts into the address as `close_error`. */
export function describeSignInFailure(code: string): string {
  return words[code] ?? 'The sign-in failed. Start again.';
}
