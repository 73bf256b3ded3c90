'use client';

import { Fragment } from 'react';
import type { ReactNode } from 'react';
import type { ConnectedSession } from '../auth/close-session.ts';
import { isConnectedIn, scopeOf } from '../auth/state.ts';
import { useCloseAuth } from '../hooks/use-close-auth.ts';
import type { UseCloseAuthResult } from '../hooks/use-close-auth.ts';

/** The auth state inside {@link SignedIn}. */
export type SignedInAuth = ConnectedSession &
  Extract<UseCloseAuthResult, { readonly status: 'signed-in' | 'needs-reauth' }>;

/** Props of {@link SignedIn}. */
export interface SignedInProps {
  /** Rendered while connected: a node, or a function of the auth state. */
  readonly children?: ReactNode | ((auth: SignedInAuth) => ReactNode);
  /** Rendered otherwise, including while the session is loading. */
  readonly fallback?: ReactNode;
}

/**
 * Renders its children while the user is connected. They stay mounted during a token refresh and after the
 * connection is lost (`needs-reauth`), so that the user loses no input. With another organization or user they are
 * mounted again: drafts and choices belong to one organization.
 *
 * @param props - The children and the fallback.
 * @returns The children, or the fallback.
 * @throws Error outside of a CloseProvider.
 * @example
 * ```tsx
 * <SignedIn fallback={<Welcome />}>{(auth) => <h1>{auth.organization.name}</h1>}</SignedIn>
 * ```
 */
export function SignedIn({ children, fallback }: SignedInProps): ReactNode {
  const auth = useCloseAuth();
  if (!isSignedIn(auth)) return fallback;
  return (
    <Fragment key={scopeOf(auth)}>{typeof children === 'function' ? children(auth) : children}</Fragment>
  );
}

/** Checks whether an organization is connected, so that its content may be shown. */
export function isSignedIn(auth: UseCloseAuthResult): auth is SignedInAuth {
  return isConnectedIn(auth);
}
