'use client';

import type { CloseClient } from '@closekit/client';
import { forwardRef } from 'react';
import type { ComponentPropsWithoutRef, ForwardRefExoticComponent, ReactNode, RefAttributes } from 'react';
import { useCloseAuth } from '../hooks/use-close-auth.ts';
import type { UseCloseAuthResult } from '../hooks/use-close-auth.ts';
import { useCloseContext } from '../queries/close-context.ts';
import { renderButton } from './default-slots.tsx';
import { contentOf } from './part-slot.ts';
import type { PartSlot } from './part-slot.ts';
import { useAction } from './use-action.ts';

/** The texts of {@link ConnectButton}. */
export interface ConnectButtonLabels {
  /** While signed out. Default: `Connect to Close`. */
  readonly connect: string;
  /** After the connection is lost. Default: `Reconnect`. */
  readonly reconnect: string;
  /** When the session could not be read. Default: `Try again`. */
  readonly tryAgain: string;
}

/** Props of {@link ConnectButton}. Further props and the ref go to the button. */
export interface ConnectButtonProps extends Omit<ComponentPropsWithoutRef<'button'>, 'children'> {
  /** The content of the button: a node, or a function of the auth state. Default: the label of the state. */
  readonly children?: ReactNode | ((auth: UseCloseAuthResult) => ReactNode);
  /** Rendered while the session is being read. Default: nothing. */
  readonly fallback?: ReactNode;
  /** Other texts. */
  readonly labels?: Partial<ConnectButtonLabels>;
  /** The path to return to after the login. Default: this page. */
  readonly returnTo?: string | undefined;
  /** Renders other elements. */
  readonly slots?: {
    /** The button. */
    readonly button?: PartSlot<'button'>;
  };
}

const english: ConnectButtonLabels = {
  connect: 'Connect to Close',
  reconnect: 'Reconnect',
  tryAgain: 'Try again',
};

/**
 * A button that connects: to the login while signed out and after the connection is lost, and to another read of the
 * session when that has failed. It renders nothing while connected, and nothing clickable while the session is being
 * read. `data-status` is the status. A click whose default `onClick` prevents has no further effect.
 *
 * @param props - Texts, slots, and the props of the button.
 * @returns The button, the fallback, or nothing.
 * @throws Error outside of a CloseProvider.
 * @example
 * ```tsx
 * <SignedIn fallback={<ConnectButton className="primary" />}>
 *   <App />
 * </SignedIn>
 * ```
 */
export const ConnectButton: ForwardRefExoticComponent<ConnectButtonProps & RefAttributes<HTMLButtonElement>> =
  forwardRef(function ConnectButton(
    { children, fallback, labels, returnTo, slots = {}, onClick, ...props },
    ref,
  ) {
    const auth = useCloseAuth();
    const { client } = useCloseContext();
    const { isBusy, follow } = useAction();
    if (auth.status === 'loading') return fallback;
    const step = nextStep(auth, client);
    if (step === undefined) return null;
    const { button = renderButton } = slots;
    return button({
      type: 'button',
      'data-status': auth.status,
      'aria-busy': isBusy || undefined,
      ...props,
      ref,
      children: contentOf(children, auth) ?? { ...english, ...labels }[step],
      onClick: (event) => {
        onClick?.(event);
        if (event.defaultPrevented || isBusy) return;
        if (step === 'tryAgain') follow(auth.reload(), '');
        else auth.signIn(returnTo === undefined ? {} : { returnTo });
      },
    });
  });

/** Without a login route there is none to offer: the app restores the token, and the session is read again. */
function nextStep(
  { status }: UseCloseAuthResult,
  client: CloseClient,
): keyof ConnectButtonLabels | undefined {
  const hasLogin = 'basePath' in client.auth;
  if (status === 'error') return 'tryAgain';
  if (status === 'needs-reauth') return hasLogin ? 'reconnect' : 'tryAgain';
  return status === 'signed-out' && hasLogin ? 'connect' : undefined;
}
