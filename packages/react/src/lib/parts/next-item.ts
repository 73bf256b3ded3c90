/**
 * Returns the index of the menu item that a key moves the focus to, by the ARIA Authoring Practices: arrows wrap around,
 * `Home` and `End` go to the edges, and a character to the next item that starts with it.
 *
 * @param texts - The texts of the items.
 * @param current - The index of the item with the focus, or -1.
 * @param key - `KeyboardEvent.key`.
 * @returns The index, or `undefined` for a key that moves nothing.
 */
export function nextItem(texts: readonly string[], current: number, key: string): number | undefined {
  const last = texts.length - 1;
  if (last < 0) return undefined;
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  if (key === 'ArrowDown') return current === last ? 0 : current + 1;
  if (key === 'ArrowUp') return current <= 0 ? last : current - 1;
  if (key.length !== 1 || key === ' ') return undefined;
  const order = texts.map((_text, index) => (current + 1 + index) % texts.length);
  return order.find((index) => startsWith(texts[index], key));
}

function startsWith(text: string | undefined, character: string): boolean {
  return text?.trim().toLocaleLowerCase().startsWith(character.toLocaleLowerCase()) ?? false;
}
