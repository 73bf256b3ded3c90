'use client';

import type { ReactNode } from 'react';
import type { ConnectedSession } from '../auth/close-session.ts';
import { isConnectedIn } from '../auth/state.ts';
import { useCloseAuth } from '../hooks/use-close-auth.ts';
import type { UseCloseAuthResult } from '../hooks/use-close-auth.ts';

/** What is known inside of {@link SignedIn}. */
export type SignedInAuth = ConnectedSession &
  Extract<UseCloseAuthResult, { readonly status: 'signed-in' | 'needs-reauth' }>;

/** Props of {@link SignedIn}. */
export interface SignedInProps {
  /** What is shown to those who are connected; a function is given the connection. */
  readonly children?: ReactNode | ((auth: SignedInAuth) => ReactNode);
  /** What is shown to everybody else, also while it is not known yet. */
  readonly fallback?: ReactNode;
}

/**
 * Shows its children while somebody is connected. They stay mounted while a token is renewed, and also when the
 * connection is lost (`needs-reauth`), so that nobody loses what they were typing.
 *
 * @param props - What to show.
 * @returns The children, or the fallback.
 * @throws TypeError outside of a CloseProvider.
 * @example
 * <SignedIn fallback={<Welcome />}>{(auth) => <h1>{auth.organization.name}</h1>}</SignedIn>
 */
export function SignedIn({ children, fallback }: SignedInProps): ReactNode {
  const auth = useCloseAuth();
  if (!isSignedIn(auth)) return fallback;
  return typeof children === 'function' ? children(auth) : children;
}

function isSignedIn(auth: UseCloseAuthResult): auth is SignedInAuth {
  return isConnectedIn(auth);
}
