'use client';

import { forwardRef, useState } from 'react';
import type { ComponentPropsWithoutRef, ForwardRefExoticComponent, ReactNode, RefAttributes } from 'react';
import type { CloseAuthError } from '../auth/error.ts';
import { isSignedIn } from '../components/signed-in.tsx';
import type { SignedInAuth } from '../components/signed-in.tsx';
import { useCloseAuth } from '../hooks/use-close-auth.ts';
import { useCloseContext } from '../queries/close-context.ts';
import { renderText } from './default-slots.tsx';
import { openPicker } from './open-picker.ts';
import { contentOf } from './part-slot.ts';
import type { PartSlot } from './part-slot.ts';
import { useAction } from './use-action.ts';

/** The texts of {@link OrganizationSwitcher}. */
export interface OrganizationSwitcherLabels {
  /** The accessible name. Default: `Organization`. Where a `<label>` names it, pass `aria-label={undefined}`. */
  readonly organization: string;
  /** The option that leads to the login. Default: `Connect another organization…`. */
  readonly connectAnother: string;
  /** The switch failed. Default: `The organization was not switched.` */
  readonly failed: string;
}

/** Props of {@link OrganizationSwitcher}. Further props and the ref go to the select. */
export interface OrganizationSwitcherProps extends Omit<
  ComponentPropsWithoutRef<'select'>,
  'children' | 'defaultValue' | 'multiple' | 'value'
> {
  /**
   * The options, with the ids of organizations as values; an empty value leads to the login. A node, or a function of
   * the auth state. Default: all organizations, and "Connect another organization…" where there is a login.
   */
  readonly children?: ReactNode | ((auth: SignedInAuth) => ReactNode);
  /** Rendered while the session is being read. Default: nothing. */
  readonly fallback?: ReactNode;
  /** Other texts. */
  readonly labels?: Partial<OrganizationSwitcherLabels>;
  /**
   * Called when a switch has failed.
   *
   * @param error - The error, with code `switch_failed`.
   */
  readonly onFailure?: ((error: CloseAuthError) => void) | undefined;
  /** Renders other elements. */
  readonly slots?: {
    /** The select. */
    readonly select?: PartSlot<'select'>;
    /** The alert after a failed switch. */
    readonly alert?: PartSlot<'p'>;
  };
}

const english: OrganizationSwitcherLabels = {
  organization: 'Organization',
  connectAnother: 'Connect another organization…',
  failed: 'The organization was not switched.',
};

/**
 * A native select of the connected organizations, with the active one selected. Selecting another one switches; arrow
 * keys open the picker and switch nothing. Renders nothing while no organization is connected. `data-status` is the
 * status.
 *
 * @param props - Texts, slots, and the props of the select.
 * @returns The select, the fallback, or nothing.
 * @throws Error outside of a CloseProvider.
 * @example
 * ```tsx
 * <OrganizationSwitcher className="select" onFailure={(error) => toast(error.message)} />
 * ```
 */
export const OrganizationSwitcher: ForwardRefExoticComponent<
  OrganizationSwitcherProps & RefAttributes<HTMLSelectElement>
> = forwardRef(function OrganizationSwitcher(
  { children, fallback, labels, onFailure, slots = {}, onChange, onKeyDown, ...props },
  ref,
) {
  const auth = useCloseAuth();
  const { isBusy, failure, follow } = useAction(onFailure);
  const [selected, select] = useState('');
  const text = { ...english, ...labels };
  if (auth.status === 'loading') return fallback;
  if (!isSignedIn(auth)) return null;
  const { select: renderSelf = renderSelect, alert = renderText } = slots;
  const active = auth.organization.id;
  return (
    <>
      {renderSelf({
        'aria-label': text.organization,
        'aria-busy': isBusy || undefined,
        'data-status': auth.status,
        ...props,
        ref,
        // Until the switch is done: React would put the value back otherwise.
        value: isBusy ? selected : active,
        children: contentOf(children, auth) ?? <Options auth={auth} connectAnother={text.connectAnother} />,
        onChange: (event) => {
          onChange?.(event);
          const id = event.target.value;
          if (event.defaultPrevented || isBusy || id === active) return;
          select(id);
          follow(auth.switchOrganization(id || undefined), text.failed);
        },
        onKeyDown: (event) => {
          onKeyDown?.(event);
          if (!event.defaultPrevented) openPicker(event);
        },
      })}
      {failure !== undefined && alert({ role: 'alert', children: failure })}
    </>
  );
});

const renderSelect: PartSlot<'select'> = (props) => <select {...props} />;

interface OptionsProps {
  readonly auth: SignedInAuth;
  readonly connectAnother: string;
}

function Options({ auth, connectAnother }: OptionsProps): ReactNode {
  const { client } = useCloseContext();
  return (
    <>
      {auth.organizations.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
      {'basePath' in client.auth && <option value="">{connectAnother}</option>}
    </>
  );
}
