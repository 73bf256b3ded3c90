/** The app around the components, on platforms without `window` and `document`. */
export interface ClosePage {
  /**
   * Checks whether the user sees the app.
   *
   * @returns `true` while it is in front.
   */
  readonly isVisible: () => boolean;
  /**
   * Follows the user.
   *
   * @param listener - Called each time the user returns to the app.
   * @returns A function that stops it.
   */
  readonly onVisible: (listener: () => void) => () => void;
  /**
   * Follows the network.
   *
   * @param listener - Called each time the network is back.
   * @returns A function that stops it.
   */
  readonly onOnline: (listener: () => void) => () => void;
}
