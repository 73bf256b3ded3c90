/** The function that was called, and the name of one of its arguments or options. */
export type Argument = readonly [caller: string, name: string];

/** Refuses a wrong argument: `createCloseClient: \`fetch\` must be a function.` */
export function assertArgument(holds: boolean, [caller, name]: Argument, requirement: string): asserts holds {
  if (!holds) throw new TypeError(`${caller}: \`${name}\` must be ${requirement}.`);
}
