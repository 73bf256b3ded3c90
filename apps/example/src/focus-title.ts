/** Focuses the title of the screen, where reading starts; with two titles, the inner one. */
export function focusTitle(): void {
  const titles = document.querySelectorAll<HTMLElement>('[data-page-title]');
  titles[titles.length - 1]?.focus();
}
