import type { ComponentProps, RefObject } from 'react';
import { describe, expectTypeOf, it } from 'vitest';
import type { ConnectButton, OrganizationSwitcher, PartSlot, PartSlotProps, UserMenu } from '../../parts.ts';

type Props = {
  connect: ComponentProps<typeof ConnectButton>;
  switcher: ComponentProps<typeof OrganizationSwitcher>;
  menu: ComponentProps<typeof UserMenu>;
};

describe('the parts', () => {
  it('take the props and the ref of their main element', () => {
    expectTypeOf<Props['connect']>().toExtend<{ formAction?: unknown; disabled?: boolean | undefined }>();
    expectTypeOf<RefObject<HTMLButtonElement>>().toExtend<Props['menu']['ref']>();
    expectTypeOf<RefObject<HTMLSelectElement>>().toExtend<Props['switcher']['ref']>();
    expectTypeOf<RefObject<HTMLSelectElement>>().not.toExtend<Props['menu']['ref']>();
  });

  it('pass an organization to the functions that render while connected', () => {
    type State<Children> = Children extends (auth: infer Auth) => unknown ? Auth : never;
    expectTypeOf<State<Props['menu']['children']>>().toHaveProperty('organization');
    expectTypeOf<State<Props['connect']['children']>>().not.toHaveProperty('organization');
  });

  it('own the value of the select', () => {
    expectTypeOf<Props['switcher']>().not.toHaveProperty('value');
    expectTypeOf<Props['connect']>().toHaveProperty('value');
  });

  it('pass to a slot what its element takes', () => {
    type Slots = NonNullable<Props['menu']['slots']>;
    expectTypeOf<NonNullable<Slots['button']>>().toEqualTypeOf<PartSlot<'button'>>();
    expectTypeOf<PartSlotProps<'button'>>().toExtend<ComponentProps<'button'>>();
    expectTypeOf<NonNullable<Slots['menu']>>().not.toEqualTypeOf<PartSlot<'button'>>();
  });
});
