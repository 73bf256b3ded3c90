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
      if (new URL(new Request(input, init).url).pathname !== '/oauth2/token/' || !response.ok)
        return response;
      const { access_token: access, refresh_token: refresh } = await response.clone().json();
      tokens.access.push(String(access));
      tokens.refresh.push(String(refresh));
      return response;
    },
  };
}
