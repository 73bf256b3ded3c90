/** Whether the proofs run longer: `pnpm proof:long`. */
export const isLong: boolean = process.env.CLOSEKIT_PROOF === 'long';
