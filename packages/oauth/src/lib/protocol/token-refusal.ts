/** A response to a refresh that ends a grant: the user has to connect again. */
export interface TokenRefusal {
  /** The HTTP status. */
  readonly status: number;
  /** The `error` code in the JSON body, exactly as the server sends it. */
  readonly error: string;
}

/** The refusals of RFC 6749, section 5.2. */
export const defaultRefusals: readonly TokenRefusal[] = [
  { status: 400, error: 'invalid_grant' },
  { status: 401, error: 'invalid_grant' },
];
