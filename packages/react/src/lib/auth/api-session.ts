import type { CloseClient } from '@closekit/client';
import { CloseAuthError } from './error.ts';
import type { CloseAuthErrorCode } from './error.ts';
import { parseCloseSession } from './close-session.ts';
import type { CloseSession } from './close-session.ts';
import { isConnectionLost } from './is-connection-lost.ts';
import type { SessionSource } from './session-source.ts';

/**
 * Reads the session from the API itself (`GET /me/`), for clients with a token or an API key instead of session routes:
 * the `sessionSource` of CloseProvider. The app owns the credential, so this source cannot log in, log out, disconnect
 * or switch the organization.
 *
 * @param client - The client that sends the request.
 * @returns The source of the session.
 * @example
 * ```tsx
 * const close = createCloseClient({ auth: bearer(tokens) });
 *
 * <CloseProvider client={close} sessionSource={apiSession}>
 *   <App />
 * </CloseProvider>
 * ```
 */
export function apiSession(client: CloseClient): SessionSource {
  return {
    basePath: undefined,
    read: (signal) => readMe(client, signal),
    signOut: () => Promise.resolve(),
    disconnect: async () => refuse('disconnect_failed'),
    switchTo: async () => refuse('switch_failed'),
    forget: () => {},
    loginUrl: () => refuse('sign_in_unavailable'),
  };
}

function refuse(code: CloseAuthErrorCode): never {
  throw new CloseAuthError(code, 'The client has no session routes.');
}

async function readMe(client: CloseClient, signal: AbortSignal): Promise<CloseSession> {
  try {
    const me = await client.users.getMe({ signal });
    const name = [me.first_name, me.last_name].filter(Boolean).join(' ');
    const user = { id: me.id, name: name || me.email || me.id, email: me.email };
    return parseCloseSession({
      status: 'signed-in',
      user,
      organization: organizationOf(client, me.organizations),
    });
  } catch (cause) {
    if (isConnectionLost(cause)) return { status: 'needs-reauth' };
    throw cause;
  }
}

/** The user may belong to several organizations, the token to only one. A grant knows its organization. */
function organizationOf(client: CloseClient, organizations: readonly { id?: string }[] | undefined): unknown {
  const { source = client.auth } = 'source' in client.auth ? client.auth : {};
  const granted = 'organizationId' in source ? source.organizationId : undefined;
  return organizations?.find(({ id }) => id === granted) ?? organizations?.[0];
}
