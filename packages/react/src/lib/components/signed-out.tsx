'use client';

import type { ReactNode } from 'react';
import { isConnectedIn } from '../auth/state.ts';
import { useCloseAuth } from '../hooks/use-close-auth.ts';
import type { UseCloseAuthResult } from '../hooks/use-close-auth.ts';

/** What is known inside of {@link SignedOut}. */
export type SignedOutAuth = Extract<UseCloseAuthResult, { readonly status: 'signed-out' | 'needs-reauth' }>;

/** Props of {@link SignedOut}. */
export interface SignedOutProps {
  /** What is shown while nobody is connected; a function is given what can be done about it. */
  readonly children?: ReactNode | ((auth: SignedOutAuth) => ReactNode);
}

/**
 * Shows its children while it is known that nobody is connected, and that there is nothing to show to anybody.
 *
 * @param props - What to show.
 * @returns The children, or nothing.
 * @throws TypeError outside of a CloseProvider.
 * @example
 * <SignedOut>{(auth) => <button onClick={() => auth.signIn()}>Connect to Close</button>}</SignedOut>
 */
export function SignedOut({ children }: SignedOutProps): ReactNode {
  const auth = useCloseAuth();
  if (auth.status !== 'signed-out' && (auth.status !== 'needs-reauth' || isConnectedIn(auth))) return null;
  return typeof children === 'function' ? children(auth) : children;
}
