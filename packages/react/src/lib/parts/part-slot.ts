import type { ComponentPropsWithRef, JSX, ReactNode } from 'react';

/** The props that a part passes to one of its elements: all that it needs, with `ref` and `children`. */
export type PartSlotProps<Tag extends keyof JSX.IntrinsicElements> = ComponentPropsWithRef<Tag> & {
  /** The status of the auth state, for styles. */
  readonly 'data-status'?: string;
};

/**
 * Renders one element of a part: `(props) => <Button {...props} />`. It is called while the part renders, and is not
 * a component of its own: it must not use hooks.
 *
 * @param props - The props of the element. Pass all of them on.
 * @returns The element.
 */
export type PartSlot<Tag extends keyof JSX.IntrinsicElements> = (props: PartSlotProps<Tag>) => ReactNode;

/** Returns the content of a part: the node, or the result of the function. `undefined` means the default. */
export function contentOf<State>(
  children: ReactNode | ((state: State) => ReactNode),
  state: State,
): ReactNode {
  return typeof children === 'function' ? children(state) : children;
}
