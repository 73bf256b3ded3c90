/** The keys of the stores of fleets. */
export const workerKeys = [{ id: 'k1', secret: 'A'.repeat(43) }];
