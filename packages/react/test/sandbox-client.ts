import { createCloseClient } from '@closekit/client';
import type { CloseClient, TokenSource } from '@closekit/client';
import type { Sandbox } from '@closekit/sandbox';

/** A token source as an app would write it, over tokens of the sandbox. */
export interface SandboxTokens extends TokenSource {
  /** Simulates a revoked connection: there is no other token from now on. */
  revoke(): void;
}

/** Creates a token source for one connection at the sandbox. */
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

/** Creates a client of the in-process sandbox, without retries. */
export function sandboxClient(sandbox: Sandbox, auth: TokenSource = sandboxTokens(sandbox)): CloseClient {
  return createCloseClient({
    auth,
    fetch: sandboxFetch(sandbox),
    baseUrl: `${sandbox.origin}/api/v1`,
    retry: false,
  });
}

/** Returns the sandbox as a `fetch`. */
export function sandboxFetch(sandbox: Sandbox): typeof fetch {
  return (input, init) => sandbox.fetch(new Request(input, init));
}
