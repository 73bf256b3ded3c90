// A failure prints its seed and path: run again with CLOSEKIT_SEED and CLOSEKIT_PATH to see the same requests.
const seed = Number(process.env.CLOSEKIT_SEED ?? 1);
const path = process.env.CLOSEKIT_PATH;
const numRuns = Number(process.env.CLOSEKIT_RUNS ?? 40);
/** How the properties are checked. */
export const settings = { seed, numRuns, ...(path && { path }) };
process.stdout.write(`fuzz: seed ${seed}, ${numRuns} runs each\n`);
/** Only a request that hangs takes longer. */
export const timeoutMs = 20_000 + 200 * numRuns;
