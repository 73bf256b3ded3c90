const words: Readonly<Record<string, string>> = {
  access_denied:
    'You declined the request at Close, so nothing was connected. You can connect whenever you like.',
  state_missing:
    'This sign-in was not started in this browser, or its cookie is gone. Start again from here.',
  state_mismatch:
    'This sign-in does not belong to this browser, so it was stopped for your safety. Start again from here.',
  state_replayed: 'This sign-in was already used. Start again from here.',
  flow_expired: 'The sign-in took longer than ten minutes, so it was stopped. Start again from here.',
  callback_rejected: 'Close sent back an answer that does not make sense. Start again from here.',
  exchange_rejected:
    'Close did not accept the sign-in. Start again; if it happens twice, check the app’s client id and secret.',
  exchange_unavailable: 'Close could not be reached to finish the sign-in. Wait a moment, then start again.',
  discovery_failed: 'Close could not be reached to start the sign-in. Wait a moment, then start again.',
  client_misconfigured:
    'This app is not set up correctly at Close. Check its client id, secret and redirect URL.',
  store_unavailable: 'The server could not save the connection. Nothing was connected; try again.',
};

/** Why a sign-in failed, from the code the server puts into the address as `close_error`. */
export function describeSignInFailure(code: string): string {
  return words[code] ?? 'The sign-in did not work. Start again from here.';
}
