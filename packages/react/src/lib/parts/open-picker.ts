import type { KeyboardEvent } from 'react';

/**
 * Opens the picker of a closed `<select>` on keys that would change its value at once, as on a Mac: the user looks
 * through the options first, and the app acts when one is selected. Browsers that cannot open it change the value.
 */
export function openPicker(event: KeyboardEvent<HTMLSelectElement>): void {
  const { target, currentTarget: select } = event;
  // Of an option in an open picker that is part of the page.
  if (target !== select || !changesValue(event)) return;
  try {
    select.showPicker();
  } catch {
    return; // Unknown to this browser, or not allowed in a frame of another origin.
  }
  event.preventDefault();
}

const movingKeys = new Set([
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'End',
  'Home',
  'PageDown',
  'PageUp',
]);

function changesValue({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  if (altKey || ctrlKey || metaKey) return false;
  return movingKeys.has(key) || (key.length === 1 && key !== ' ');
}
