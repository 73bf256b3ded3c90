/** A server that accepts each refresh token once. */
export interface StrictServer {
  readonly reuse: 'refuse' | 'revoke-grant';
  alive: boolean;
  /** The number of the current refresh token. */
  live: number;
  /** Every refresh token it received. */
  readonly seen: string[];
  answer(request: Request): Promise<Response>;
}

/** @param reuse - The response to a refresh token that was used before. */
export function createStrictServer(reuse: StrictServer['reuse']): StrictServer {
  const server: StrictServer = {
    reuse,
    alive: true,
    live: 1,
    seen: [],
    async answer(request) {
      const token = new URLSearchParams(await request.text()).get('refresh_token') ?? '';
      server.seen.push(token);
      if (!server.alive || token !== `r${server.live}`) {
        if (reuse === 'revoke-grant') server.alive = false;
        return Response.json({ error: 'invalid_grant' }, { status: 400 });
      }
      server.live += 1;
      const pair = { access_token: `a${server.live}`, refresh_token: `r${server.live}` };
      return Response.json({ ...pair, token_type: 'Bearer', expires_in: 3600 });
    },
  };
  return server;
}
