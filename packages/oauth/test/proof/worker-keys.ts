/** What seals the stores of the fleets in the tests. */
export const workerKeys = [{ id: 'k1', secret: 'A'.repeat(43) }];
