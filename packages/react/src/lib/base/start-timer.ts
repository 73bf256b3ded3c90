/** Schedules a function and returns a function that cancels it. */
export type Later = (run: () => void, delayMs: number) => () => void;

/** Later by a timer. A delay beyond the longest timer of browsers would end at once. */
export const startTimer: Later = (run, delayMs) => {
  const timer = setTimeout(run, Math.min(delayMs, 2 ** 31 - 1));
  return () => clearTimeout(timer);
};
