/** Every token that the authorization server has handed out. */
export interface Tokens {
  readonly access: string[];
  readonly refresh: string[];
}

/** Stands between the app's server and Close, and notes the tokens that pass. */
export function watchTokens(): { tokens: Tokens; wrapFetch: (next: typeof fetch) => typeof fetch } {
  const tokens: Tokens = { access: [], refresh: [] };
  return {
    tokens,
    wrapFetch: (next) => async (input, init) => {
      const response = await next(input, init);
      if (new URL(new Request(input, init).url).pathname !== '/oauth2/token/' || !response.ok) return response;
      const body = (await response.clone().json()) as Record<string, string>; // the token response of RFC 6749
      tokens.access.push(body['access_token'] ?? '');
      tokens.refresh.push(body['refresh_token'] ?? '');
      return response;
    },
  };
}
