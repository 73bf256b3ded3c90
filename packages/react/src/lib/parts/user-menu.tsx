'use client';

import { forwardRef, useId, useImperativeHandle, useRef } from 'react';
import type {
  ComponentPropsWithoutRef,
  ForwardedRef,
  ForwardRefExoticComponent,
  ReactNode,
  RefAttributes,
} from 'react';
import type { CloseAuthError } from '../auth/error.ts';
import { isSignedIn } from '../components/signed-in.tsx';
import type { SignedInAuth } from '../components/signed-in.tsx';
import { useCloseAuth } from '../hooks/use-close-auth.ts';
import { useCloseContext } from '../queries/close-context.ts';
import { ConfirmDialog, openDialog } from './confirm-dialog.tsx';
import { renderButton, renderText } from './default-slots.tsx';
import { contentOf } from './part-slot.ts';
import type { PartSlot } from './part-slot.ts';
import { useAction } from './use-action.ts';
import { isInItem, useMenu } from './use-menu.ts';
import type { MenuParts } from './use-menu.ts';
import { english } from './user-menu-labels.ts';
import type { UserMenuLabels } from './user-menu-labels.ts';

/** The elements of {@link UserMenu}. */
export interface UserMenuSlots {
  /** The button that opens the menu. */
  readonly button?: PartSlot<'button'>;
  /** The menu, a popover. */
  readonly menu?: PartSlot<'div'>;
  /** "Sign out" and "Disconnect". */
  readonly item?: PartSlot<'button'>;
  /** The dialog before a disconnect. */
  readonly dialog?: PartSlot<'dialog'>;
  /** The buttons of the dialog; `value` is `cancel` or `confirm`. */
  readonly dialogButton?: PartSlot<'button'>;
  /** The alert after a failed sign-out or disconnect. */
  readonly alert?: PartSlot<'p'>;
}

/** Props of {@link UserMenu}. Further props and the ref go to the button. */
export interface UserMenuProps extends Omit<ComponentPropsWithoutRef<'button'>, 'children'> {
  /** The content of the button: a node, or a function of the auth state. Default: the name of the user. */
  readonly children?: ReactNode | ((auth: SignedInAuth) => ReactNode);
  /** Rendered while the session is being read. Default: nothing. */
  readonly fallback?: ReactNode;
  /**
   * More items, before "Sign out": elements with `role="menuitem"` and `tabIndex={-1}`, such as links. The arrow keys
   * find them, however deep they are.
   */
  readonly items?: ReactNode;
  /** Whether the menu offers to disconnect the organization. Default: `true`. */
  readonly canDisconnect?: boolean;
  /** Other texts. */
  readonly labels?: Partial<UserMenuLabels>;
  /**
   * Called when a sign-out or a disconnect has failed.
   *
   * @param error - The error, with code `sign_out_failed` or `disconnect_failed`.
   */
  readonly onFailure?: ((error: CloseAuthError) => void) | undefined;
  /** Renders other elements. */
  readonly slots?: UserMenuSlots;
}

/**
 * A button with the name of the user, and a menu to sign out and, after a confirmation, to disconnect the organization.
 * The menu is a native popover with the keys of the ARIA Authoring Practices: arrows, `Home`, `End`, the first
 * character of an item, `Escape` and `Tab`. Renders nothing while no organization is connected. `data-status` is the
 * status.
 *
 * @param props - Items, texts, slots, and the props of the button.
 * @returns The button and the closed menu, the fallback, or nothing.
 * @throws Error outside of a CloseProvider.
 * @example
 * ```tsx
 * <UserMenu items={<a role="menuitem" tabIndex={-1} href="/settings">Settings</a>}>
 *   {(auth) => <Avatar name={auth.user.name} />}
 * </UserMenu>
 * ```
 */
export const UserMenu: ForwardRefExoticComponent<UserMenuProps & RefAttributes<HTMLButtonElement>> =
  forwardRef(function UserMenu({ fallback, ...props }, ref) {
    const auth = useCloseAuth();
    if (auth.status === 'loading') return fallback;
    return isSignedIn(auth) ? <ConnectedMenu {...props} auth={auth} outerRef={ref} /> : null;
  });

interface ConnectedMenuProps extends Omit<UserMenuProps, 'fallback'> {
  readonly auth: SignedInAuth;
  readonly outerRef: ForwardedRef<HTMLButtonElement>;
}

function ConnectedMenu({ auth, outerRef, canDisconnect = true, ...props }: ConnectedMenuProps): ReactNode {
  const { children, items, labels, onFailure, slots = {}, onKeyDown, ...buttonProps } = props;
  const { client } = useCloseContext();
  const menu = useMenu();
  const { isBusy, failure, follow } = useAction(onFailure);
  const dialog = useRef<HTMLDialogElement>(null);
  const ids = { button: useId(), menu: useId() };
  useImperativeHandle<HTMLButtonElement | null, HTMLButtonElement | null>(
    outerRef,
    () => menu.button.current,
  );
  const text = { ...english, ...labels };
  const { button = renderButton, alert = renderText } = slots;
  const buttonId = buttonProps.id ?? ids.button;
  // The item of an API key or of a token would do nothing: the app owns them.
  const hasDisconnect = canDisconnect && 'basePath' in client.auth;
  return (
    <>
      {button({
        type: 'button',
        'data-status': auth.status,
        'aria-busy': isBusy || undefined,
        ...buttonProps,
        id: buttonId,
        ref: menu.button,
        'aria-haspopup': 'menu',
        'aria-expanded': menu.isOpen,
        'aria-controls': ids.menu,
        children: contentOf(children, auth) ?? auth.user.name,
        onKeyDown: (event) => {
          onKeyDown?.(event);
          if (!event.defaultPrevented) menu.onButtonKeyDown(event);
        },
      })}
      <Menu
        {...{ id: ids.menu, labelledBy: buttonId, menu, items, text, slots }}
        onSignOut={() => follow(auth.signOut(), text.signOutFailed)}
        onDisconnect={hasDisconnect ? () => openDialog(dialog.current) : undefined}
      />
      {hasDisconnect && (
        <ConfirmDialog
          {...{ dialog, slots, cancel: text.cancel, confirm: text.confirm, text: text.confirmText }}
          title={text.confirmTitle(auth.organization.name)}
          onConfirm={() => follow(auth.disconnect(auth.organization.id), text.disconnectFailed)}
        />
      )}
      {failure !== undefined && alert({ role: 'alert', children: failure })}
    </>
  );
}

interface MenuProps {
  readonly id: string;
  readonly labelledBy: string;
  readonly menu: MenuParts;
  readonly items: ReactNode;
  readonly text: UserMenuLabels;
  readonly slots: UserMenuSlots;
  readonly onSignOut: () => void;
  readonly onDisconnect: (() => void) | undefined;
}

function Menu({ id, labelledBy, menu, items, text, slots, onSignOut, onDisconnect }: MenuProps): ReactNode {
  const { menu: renderSelf = renderMenu, item = renderButton } = slots;
  const itemProps = { type: 'button', role: 'menuitem', tabIndex: -1 } as const;
  return renderSelf({
    id,
    ref: menu.menu,
    role: 'menu',
    popover: 'auto',
    'aria-labelledby': labelledBy,
    // A click between the items leaves the focus in the menu.
    tabIndex: -1,
    onKeyDown: menu.onMenuKeyDown,
    // Before the item acts: a dialog that it opens will return the focus to the button.
    onClickCapture: (event) => isInItem(event.target) && menu.close(),
    children: (
      <>
        {items}
        {item({ ...itemProps, onClick: onSignOut, children: text.signOut })}
        {onDisconnect && item({ ...itemProps, onClick: onDisconnect, children: text.disconnect })}
      </>
    ),
  });
}

const renderMenu: PartSlot<'div'> = (props) => <div {...props} />;
