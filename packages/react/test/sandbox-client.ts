import { createCloseClient } from '@closekit/client';
import type { CloseClient, TokenSource } from '@closekit/client';
import type { Sandbox } from '@closekit/sandbox';

/** A token source that an app could have written, over tokens of the sandbox. */
export interface SandboxTokens extends TokenSource {
  /** Plays a connection that was revoked: there is no other token from now on. */
  revoke(): void;
}

/**
 * Gives tokens of one connection at the sandbox.
 *
 * @param sandbox - The local Close.
 * @returns The token source.
 */
export function sandboxTokens(sandbox: Sandbox): SandboxTokens {
  let token: string | undefined = sandbox.connect().accessToken;
  let isRevoked = false;
  return {
    get: async () => {
      if (isRevoked) throw Object.assign(new Error('connect again'), { code: 'reauthorization_required' });
      return (token ??= sandbox.connect().accessToken);
    },
    invalidate: (refused) => {
      if (token === refused) token = undefined;
    },
    revoke: () => {
      isRevoked = true;
    },
  };
}

/**
 * A client of the sandbox that runs in this process and sends a test's every request once.
 *
 * @param sandbox - The local Close.
 * @param auth - Where its tokens come from.
 * @returns The client.
 */
export function sandboxClient(sandbox: Sandbox, auth: TokenSource = sandboxTokens(sandbox)): CloseClient {
  return createCloseClient({
    auth,
    fetch: sandboxFetch(sandbox),
    baseUrl: `${sandbox.origin}/api/v1`,
    retry: false,
  });
}

/**
 * The sandbox as a `fetch`.
 *
 * @param sandbox - The local Close.
 * @returns The function.
 */
export function sandboxFetch(sandbox: Sandbox): typeof fetch {
  return (input, init) => sandbox.fetch(new Request(input, init));
}
