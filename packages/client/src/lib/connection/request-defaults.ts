import type { ClientSettings } from './options.ts';
import { isCookieSession } from '../auth/close-auth.ts';

/** Returns the init that all requests share. */
export function requestDefaults({ auth }: ClientSettings): {
  readonly headers: Readonly<Record<string, string>>;
  readonly redirect: RequestRedirect;
  readonly credentials?: RequestCredentials;
} {
  return {
    headers: { accept: 'application/json' },
    // A followed redirect could carry the credentials to another origin.
    redirect: 'manual',
    ...(isCookieSession(auth) && { credentials: 'same-origin' }),
  };
}
