/** Calls a function on each event, and returns a function that stops it. React Native has no events of the page. */
export function listenTo(
  target: EventTarget | undefined,
  name: string,
  run: (event: Event) => void,
): () => void {
  target?.addEventListener?.(name, run);
  return () => target?.removeEventListener?.(name, run);
}
