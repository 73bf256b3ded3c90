/** The plain values a {@link TokenSet} is made of. */
export interface TokenSetFields {
  /** Sent as Bearer; empty when the server issued none that can be used. */
  accessToken: string;
  /** Spent by the next refresh; undefined when the server gave none. */
  refreshToken: string | undefined;
  /** When the access token ends, in milliseconds since 1970. */
  expiresAt: number;
  /** When the pair was asked for, in milliseconds since 1970. */
  issuedAt: number;
  /** The scopes granted, separated by spaces. */
  scope: string;
  /** The Close organization the tokens belong to. */
  organizationId: string;
  /** The Close user who connected. */
  userId: string;
}

// What Node's `util.inspect` looks for; elsewhere it is an ordinary symbol.
const inspect = Symbol.for('nodejs.util.inspect.custom');

/**
 * An access token with its refresh token and whose they are. The expiry is absolute. The two secrets can be
 * read by name only: `JSON.stringify`, `util.inspect` and spreading do not show them.
 */
export class TokenSet implements Readonly<TokenSetFields> {
  readonly #accessToken: string;
  readonly #refreshToken: string | undefined;
  /** When the access token ends, in milliseconds since 1970. */
  readonly expiresAt: number;
  /** When the pair was asked for, in milliseconds since 1970. */
  readonly issuedAt: number;
  /** The scopes granted, separated by spaces. */
  readonly scope: string;
  /** The Close organization the tokens belong to. */
  readonly organizationId: string;
  /** The Close user who connected. */
  readonly userId: string;

  /** @param fields - The values, copied. */
  constructor(fields: TokenSetFields) {
    this.#accessToken = fields.accessToken;
    this.#refreshToken = fields.refreshToken;
    this.expiresAt = fields.expiresAt;
    this.issuedAt = fields.issuedAt;
    this.scope = fields.scope;
    this.organizationId = fields.organizationId;
    this.userId = fields.userId;
    Object.defineProperty(this, inspect, { value: () => this.toJSON() });
  }

  /** The secret to send as Bearer; empty when the server issued none that can be used. */
  get accessToken(): string {
    return this.#accessToken;
  }

  /** The secret that the next refresh spends; undefined when the server gave none. */
  get refreshToken(): string | undefined {
    return this.#refreshToken;
  }

  /** @returns The fields that are not secret, with the secrets marked as redacted. */
  toJSON(): Record<string, unknown> {
    const { expiresAt, issuedAt, scope, organizationId, userId } = this;
    const secret = '[redacted]';
    return { accessToken: secret, refreshToken: secret, expiresAt, issuedAt, scope, organizationId, userId };
  }
}
