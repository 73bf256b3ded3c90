/** Calls that wait until something has changed, and check it again. */
export class WaitingList {
  #resumed: (() => void)[] = [];

  /** Waits for the next `wake`. */
  wait(): Promise<void> {
    return new Promise((resolve) => this.#resumed.push(resolve));
  }

  readonly wake = (): void => {
    for (const resume of this.#resumed.splice(0)) resume();
  };
}
