'use client';

import type { ReactNode } from 'react';
import { isConnectedIn } from '../auth/state.ts';
import { useCloseAuth } from '../hooks/use-close-auth.ts';
import type { UseCloseAuthResult } from '../hooks/use-close-auth.ts';

/** The auth state inside {@link SignedOut}. */
export type SignedOutAuth = Extract<UseCloseAuthResult, { readonly status: 'signed-out' | 'needs-reauth' }>;

/** Props of {@link SignedOut}. */
export interface SignedOutProps {
  /** Rendered while signed out: a node, or a function of the auth state and its actions. */
  readonly children?: ReactNode | ((auth: SignedOutAuth) => ReactNode);
}

/**
 * Renders its children while the user is signed out, or has lost a connection (`needs-reauth`) whose
 * organization is unknown. Renders nothing in every other state.
 *
 * @param props - The children.
 * @returns The children, or nothing.
 * @throws Error outside of a CloseProvider.
 * @example
 * ```tsx
 * <SignedOut>{(auth) => <button onClick={() => auth.signIn()}>Connect to Close</button>}</SignedOut>
 * ```
 */
export function SignedOut({ children }: SignedOutProps): ReactNode {
  const auth = useCloseAuth();
  if (auth.status !== 'signed-out' && (auth.status !== 'needs-reauth' || isConnectedIn(auth))) return null;
  return typeof children === 'function' ? children(auth) : children;
}
