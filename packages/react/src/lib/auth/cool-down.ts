import type { BrowserPage } from './browser-page.ts';

/** Limits how often a function runs. */
export interface CoolDown {
  /** Runs the function at once; during the cool-down it runs once more at the end, however often this is called. */
  readonly trigger: () => void;
  /** Ends the cool-down without running the function. */
  readonly stop: () => void;
}

/** Creates a cool-down of `delayMs` after each run. */
export function createCoolDown(page: Pick<BrowserPage, 'after'>, delayMs: number, run: () => void): CoolDown {
  let cancel: (() => void) | undefined;
  let isWanted = false;
  const trigger = (): void => {
    isWanted = cancel !== undefined;
    if (isWanted) return;
    cancel = page.after(() => {
      cancel = undefined;
      if (isWanted) trigger();
    }, delayMs);
    run();
  };
  const stop = (): void => {
    cancel?.();
    cancel = undefined;
  };
  return { trigger, stop };
}
