/** The longest delay of a timer. A longer one fires at once. */
export const longestTimerMs: number = 2 ** 31 - 1;
