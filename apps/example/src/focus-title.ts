/** Puts the focus on the title of the screen, the innermost one when there are two: reading starts there. */
export function focusTitle(): void {
  const titles = document.querySelectorAll<HTMLElement>('[data-page-title]');
  titles[titles.length - 1]?.focus();
}
