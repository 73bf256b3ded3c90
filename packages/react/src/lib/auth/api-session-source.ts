import type { CloseClient } from '@closekit/client';
import { CloseAuthError } from './error.ts';
import { parseCloseSession } from './close-session.ts';
import type { CloseSession } from './close-session.ts';
import { isConnectionLost } from './is-connection-lost.ts';
import type { SessionSource } from './session-source.ts';

const elsewhere =
  'The client has no session routes. Log in where its token comes from, or use cookieSession() or tokenSession().';

/**
 * Asks the API itself who is connected, for clients that hold a token or an API key instead of a cookie session.
 *
 * @param client - Carries the credential.
 * @returns A source that can end nothing and start nothing: the app gave the credential and takes it away.
 */
export function apiSessionSource(client: CloseClient): SessionSource {
  return {
    basePath: undefined,
    read: (signal) => readMe(client, signal),
    signOut: () => Promise.resolve(),
    switchTo: () => Promise.reject(new CloseAuthError('switch_failed', elsewhere)),
    forget: () => {},
    loginUrl: () => {
      throw new CloseAuthError('sign_in_unavailable', elsewhere);
    },
  };
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

/** A token belongs to one organization; its user may belong to several. A grant knows which one it is. */
function organizationOf(client: CloseClient, organizations: readonly { id?: string }[] | undefined): unknown {
  const granted = 'organizationId' in client.auth ? client.auth.organizationId : undefined;
  return organizations?.find(({ id }) => id === granted) ?? organizations?.[0];
}
