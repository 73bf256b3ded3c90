import type { Sandbox } from '@closekit/sandbox';
import type { TokenSource } from '../src/index.ts';

/** A minimal token source: one connection, one refresh for all concurrent callers. */
export interface SandboxSource extends TokenSource {
  refreshes(): number;
  revoke(): Promise<void>;
}

/** Connects to the sandbox and refreshes there. */
export function sandboxSource(sandbox: Sandbox): SandboxSource {
  let { accessToken, refreshToken } = sandbox.connect();
  let refreshing: Promise<string> | undefined;
  let refreshes = 0;
  let refused: string | undefined;

  const post = (path: string, form: Record<string, string>) => {
    const { clientId, clientSecret } = sandbox.client;
    const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...form });
    return sandbox.fetch(new Request(sandbox.origin + path, { method: 'POST', body }));
  };
  const refresh = async () => {
    refreshes += 1;
    const response = await post('/oauth2/token/', {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
    });
    if (!response.ok) throw Object.assign(new Error('refused'), { code: 'reauthorization_required' });
    const body: { access_token: string; refresh_token: string } = await response.json();
    accessToken = body.access_token;
    refreshToken = body.refresh_token;
    refreshing = undefined;
    return accessToken;
  };
  return {
    get: async () => (refused === accessToken ? (refreshing ??= refresh()) : accessToken),
    invalidate: (token) => {
      refused = token;
    },
    refreshes: () => refreshes,
    revoke: async () => void (await post('/oauth2/revoke/', { token: refreshToken })),
  };
}
