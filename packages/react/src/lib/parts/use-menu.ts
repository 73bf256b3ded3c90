'use client';

import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import { nextItem } from './next-item.ts';

/** A button with a menu in a native popover. */
export interface MenuParts {
  readonly isOpen: boolean;
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly menu: RefObject<HTMLDivElement | null>;
  /** Closes the menu; the focus goes to the button. */
  readonly close: () => void;
  readonly onButtonKeyDown: (event: KeyboardEvent<HTMLButtonElement>) => void;
  readonly onMenuKeyDown: (event: KeyboardEvent<HTMLDivElement>) => void;
}

/**
 * Connects a button and a menu by the ARIA Authoring Practices. Opening, the top layer, Escape and a click elsewhere are
 * those of the platform's popover; the arrow keys are ours. The items are all elements with a `menuitem` role in
 * the menu.
 */
export function useMenu(): MenuParts {
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  // oxlint-disable-next-line react/exhaustive-deps -- after every render: a slot may have replaced the elements
  useEffect(() => {
    if (button.current === null || menu.current === null) return undefined;
    return connect(button.current, menu.current, setOpen);
  });
  return {
    isOpen,
    button,
    menu,
    close: () => menu.current?.hidePopover(),
    onButtonKeyDown: (event) => menu.current && openByKey(event, menu.current),
    onMenuKeyDown: moveFocus,
  };
}

function connect(
  button: HTMLButtonElement,
  menu: HTMLElement,
  onToggle: (isOpen: boolean) => void,
): () => void {
  // As a property, because React 18 and 19 spell the attribute differently.
  button.popoverTargetElement = menu;
  const beforeToggle = ({ newState }: ToggleEvent): void => {
    // The browser would return the focus only if the button had it: Safari does not focus a clicked button.
    if (newState === 'closed' && menu.matches(':focus-within')) button.focus();
  };
  const toggle = ({ newState }: ToggleEvent): void => {
    onToggle(newState === 'open');
    if (newState === 'open' && !menu.matches(':focus-within')) itemsIn(menu)[0]?.focus();
  };
  menu.addEventListener('beforetoggle', beforeToggle);
  menu.addEventListener('toggle', toggle);
  return () => {
    menu.removeEventListener('beforetoggle', beforeToggle);
    menu.removeEventListener('toggle', toggle);
  };
}

/** Checks whether the target of an event is in an item of a menu. */
export function isInItem(target: EventTarget): boolean {
  return target instanceof Element && target.closest(itemSelector) !== null;
}

const itemSelector = '[role^="menuitem"]';

function itemsIn(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>(`${itemSelector}:not(:disabled)`)];
}

function openByKey(event: KeyboardEvent<HTMLButtonElement>, menu: HTMLElement): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  event.preventDefault();
  // A click, so that the button is the invoker of the popover, which is its anchor.
  if (!menu.matches(':popover-open')) event.currentTarget.click();
  itemsIn(menu)
    .at(event.key === 'ArrowDown' ? 0 : -1)
    ?.focus();
}

function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const { key, target, currentTarget: menu } = event;
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  // The focus is on the button then, from where Tab moves on.
  if (key === 'Tab') return menu.hidePopover();
  const items = itemsIn(menu);
  const current = items.findIndex((item) => item === target);
  const next = nextItem(
    items.map((item) => item.textContent ?? ''),
    current,
    key,
  );
  const isClick = key === ' ' && current >= 0 && !(target instanceof HTMLButtonElement);
  if (next === undefined && !isClick) return;
  event.preventDefault();
  if (isClick) items[current]?.click();
  else if (next !== undefined) items[next]?.focus();
}
