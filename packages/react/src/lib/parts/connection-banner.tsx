'use client';

import { forwardRef } from 'react';
import type { ComponentPropsWithoutRef, ForwardRefExoticComponent, ReactNode, RefAttributes } from 'react';
import { isConnectedIn } from '../auth/state.ts';
import { useCloseAuth } from '../hooks/use-close-auth.ts';
import type { UseCloseAuthResult } from '../hooks/use-close-auth.ts';
import { ConnectButton } from './connect-button.tsx';
import type { ConnectButtonLabels } from './connect-button.tsx';
import { renderText } from './default-slots.tsx';
import { contentOf } from './part-slot.ts';
import type { PartSlot } from './part-slot.ts';

/** The texts of {@link ConnectionBanner}. */
export interface ConnectionBannerLabels extends ConnectButtonLabels {
  /** The connection is lost. Default: `The connection to Close was lost.` */
  readonly lost: string;
  /** The session could not be read. Default: `Close could not be reached.` */
  readonly unreachable: string;
  /**
   * The last login failed. Default: `Connecting to Close failed.`
   *
   * @param code - The code of the failure, such as `access_denied`.
   * @returns The text.
   */
  readonly failed: (code: string) => string;
}

/** Props of {@link ConnectionBanner}. Further props and the ref go to the banner. */
export interface ConnectionBannerProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  /** The content of the banner: a node, or a function of the auth state. Default: the message and the button. */
  readonly children?: ReactNode | ((auth: UseCloseAuthResult) => ReactNode);
  /** Other texts. */
  readonly labels?: Partial<ConnectionBannerLabels>;
  /** The path to return to after the login. Default: this page. */
  readonly returnTo?: string | undefined;
  /** Renders other elements. */
  readonly slots?: {
    /** The banner, an alert. */
    readonly banner?: PartSlot<'div'>;
    /** The message. */
    readonly message?: PartSlot<'p'>;
    /** The button that reconnects. */
    readonly button?: PartSlot<'button'>;
  };
}

const english: Omit<ConnectionBannerLabels, keyof ConnectButtonLabels> = {
  lost: 'The connection to Close was lost.',
  unreachable: 'Close could not be reached.',
  failed: () => 'Connecting to Close failed.',
};

/**
 * An alert that says why the app is not connected: the connection is lost, the last login failed, or the session could
 * not be read. While the page keeps its content, it has a button that reconnects; otherwise that is the task of
 * ConnectButton. Renders nothing in every other state. Put it beside the content, not around it. `data-status` is the
 * status.
 *
 * @param props - Texts, slots, and the props of the banner.
 * @returns The banner, or nothing.
 * @throws Error outside of a CloseProvider.
 * @example
 * ```tsx
 * <ConnectionBanner className="banner" labels={{ lost: 'Verbindung getrennt.', reconnect: 'Neu verbinden' }} />
 * ```
 */
export const ConnectionBanner: ForwardRefExoticComponent<
  ConnectionBannerProps & RefAttributes<HTMLDivElement>
> = forwardRef(function ConnectionBanner({ children, labels, returnTo, slots = {}, ...props }, ref) {
  const auth = useCloseAuth();
  const text = messageFor(auth, { ...english, ...labels });
  if (text === undefined) return null;
  const { banner = renderBanner, message = renderText, ...others } = slots;
  return banner({
    role: 'alert',
    'data-status': auth.status,
    ...props,
    ref,
    children: contentOf(children, auth) ?? (
      <>
        {message({ children: text })}
        {isConnectedIn(auth) && <ConnectButton labels={labels ?? {}} returnTo={returnTo} slots={others} />}
      </>
    ),
  });
});

const renderBanner: PartSlot<'div'> = (props) => <div {...props} />;

function messageFor(auth: UseCloseAuthResult, labels: typeof english): string | undefined {
  if (auth.status === 'error') return labels.unreachable;
  if (auth.status !== 'signed-out' && auth.status !== 'needs-reauth') return undefined;
  if (auth.error) return labels.failed(auth.error.code);
  return auth.status === 'needs-reauth' ? labels.lost : undefined;
}
