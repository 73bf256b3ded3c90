'use client';

import type { CloseApiError } from '@closekit/client';
import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { Component } from 'react';
import type { ReactNode } from 'react';
import { isCloseAuthError } from '../auth/error.ts';
import type { CloseAuthError } from '../auth/error.ts';
import { isConnectionLost } from '../auth/is-connection-lost.ts';
import { identityOf } from '../auth/state.ts';
import { useCloseContext } from '../queries/close-context.ts';
import { useCloseAuth } from '../hooks/use-close-auth.ts';
import type { UseCloseAuthResult } from '../hooks/use-close-auth.ts';

/** The failure that {@link CloseAuthBoundary} caught, with the actions to recover. */
export interface CloseAuthFailure {
  /** `unauthorized` or `reauthorization_required` of the API, or any CloseAuthError. */
  readonly error: CloseApiError | CloseAuthError;
  /** The auth state and its actions, such as `signIn`. */
  readonly auth: UseCloseAuthResult;
  /** Renders the children again. */
  readonly retry: () => void;
}

/** Props of {@link CloseAuthBoundary}. */
export interface CloseAuthBoundaryProps {
  /** The components whose connection errors are caught. */
  readonly children?: ReactNode;
  /**
   * Rendered instead of the children after a failure: a node, or a function of the failure.
   * Default: an alert with a button that reconnects.
   */
  readonly fallback?: ReactNode | ((failure: CloseAuthFailure) => ReactNode);
}

/**
 * Error boundary for lost connections: shows a button to reconnect, or the fallback. Renders its children
 * again once the user is connected. Other errors pass to the next error boundary.
 *
 * @param props - The children and the fallback.
 * @returns The children, or the fallback.
 * @throws Error outside of a CloseProvider.
 * @example
 * ```tsx
 * <CloseAuthBoundary>
 *   <Suspense fallback={<Spinner />}>
 *     <Leads />
 *   </Suspense>
 * </CloseAuthBoundary>
 * ```
 */
export function CloseAuthBoundary({ children, fallback = reconnect }: CloseAuthBoundaryProps): ReactNode {
  const auth = useCloseAuth();
  const { reset } = useQueryErrorResetBoundary();
  const isKnown = auth.status === 'signed-in' || auth.status === 'signed-out';
  return (
    <Catcher connectedAs={isKnown ? identityOf(auth) : undefined} onRetry={reset}>
      {(failure) => {
        if (failure === undefined) return children;
        return typeof fallback === 'function' ? fallback({ ...failure, auth }) : fallback;
      }}
    </Catcher>
  );
}

interface CatcherProps {
  /** The signed-in user and organization; a change renders the children again. */
  readonly connectedAs: string | undefined;
  readonly onRetry: () => void;
  readonly children: (failure: Omit<CloseAuthFailure, 'auth'> | undefined) => ReactNode;
}

/** A class, because only class components can be error boundaries. */
class Catcher extends Component<CatcherProps, { readonly caught?: { readonly error: unknown } | undefined }> {
  override state: { readonly caught?: { readonly error: unknown } | undefined } = {};

  static getDerivedStateFromError(error: unknown): Catcher['state'] {
    return { caught: { error } };
  }

  readonly retry = (): void => {
    this.props.onRetry();
    this.setState({ caught: undefined });
  };

  override componentDidUpdate({ connectedAs }: CatcherProps): void {
    const now = this.props.connectedAs;
    if (this.state.caught && now !== undefined && now !== connectedAs) this.retry();
  }

  override render(): ReactNode {
    const { children } = this.props;
    const { caught } = this.state;
    if (caught === undefined) return children(undefined);
    const { error } = caught;
    if (!isConnectionError(error)) throw error;
    return children({ error, retry: this.retry });
  }
}

function isConnectionError(error: unknown): error is CloseApiError | CloseAuthError {
  return isConnectionLost(error) || isCloseAuthError(error);
}

function reconnect(failure: CloseAuthFailure): ReactNode {
  return <Reconnect {...failure} />;
}

function Reconnect({ error, auth, retry }: CloseAuthFailure): ReactNode {
  const { client } = useCloseContext();
  const isLost = isConnectionLost(error);
  return (
    <div role="alert">
      <p>{isLost ? 'The connection to Close was lost.' : 'Close could not be reached.'}</p>
      {isLost && auth.status !== 'signed-in' && 'basePath' in client.auth ? (
        <button type="button" onClick={() => auth.signIn()}>
          Reconnect
        </button>
      ) : (
        <button type="button" onClick={() => void auth.reload().then(retry)}>
          Try again
        </button>
      )}
    </div>
  );
}
