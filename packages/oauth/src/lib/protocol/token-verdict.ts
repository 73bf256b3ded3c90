/** A response to a refresh that ends a grant. */
export interface TokenVerdict {
  /** The HTTP status. */
  readonly status: number;
  /** The `error` code in the body. */
  readonly error: string;
}

/** The statuses with which a server refuses a request. */
export const refusalStatuses: readonly number[] = [400, 401, 403];

/** The verdicts of RFC 6749 section 5.2, also with the statuses of servers that deviate from it. */
export const defaultVerdicts: readonly TokenVerdict[] = refusalStatuses.map((status) => ({
  status,
  error: 'invalid_grant',
}));
