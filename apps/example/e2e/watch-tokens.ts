/** Every token that the authorization server has issued. */
export interface Tokens {
  readonly access: string[];
  readonly refresh: string[];
}

/** Wraps the `fetch` to Close, and records the issued tokens. */
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
