/** Whether the proofs run for as long as they can tell more: `pnpm proof`. */
export const isLong: boolean = process.env.CLOSEKIT_PROOF === 'long';
