import { createRef } from 'react';
import { describe, expectTypeOf, it } from 'vitest';
import type { ConnectButtonProps, OrganizationSwitcherProps, PartSlotProps } from '../../parts.ts';
import { ConnectButton, OrganizationSwitcher, UserMenu } from '../../parts.ts';

describe('the parts', () => {
  it('take the props and the ref of their main element', () => {
    const button = createRef<HTMLButtonElement>();
    const select = createRef<HTMLSelectElement>();
    void (<ConnectButton ref={button} className="primary" disabled />);
    void (<OrganizationSwitcher ref={select} required />);
    // @ts-expect-error -- a button is no select
    void (<UserMenu ref={select} />);
  });

  it('pass an organization to the functions that render while connected', () => {
    void (<UserMenu>{({ organization, user }) => `${user.name} ${organization.name}`}</UserMenu>);
    // @ts-expect-error -- signed out there is none
    void (<ConnectButton>{({ organization }) => organization.name}</ConnectButton>);
  });

  it('own the value of the select', () => {
    expectTypeOf<OrganizationSwitcherProps>().not.toHaveProperty('value');
    expectTypeOf<ConnectButtonProps>().toHaveProperty('value');
  });

  it('pass to a slot what its element takes', () => {
    const slot = (props: PartSlotProps<'button'>) => <button {...props} className="primary" />;
    void (<ConnectButton slots={{ button: slot }} />);
    // @ts-expect-error -- the element of this slot is a div
    void (<UserMenu slots={{ menu: slot }} />);
  });
});
