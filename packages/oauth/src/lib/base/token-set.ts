/** The values of a {@link TokenSet}. */
export interface TokenSetFields {
  /** The Bearer token; empty when the server issued no usable one. */
  accessToken: string;
  /** Spent by the next refresh; `undefined` when the server issued none. */
  refreshToken: string | undefined;
  /** When the access token expires, in milliseconds since 1970. */
  expiresAt: number;
  /** When the pair was requested, in milliseconds since 1970. */
  issuedAt: number;
  /** The scopes granted, separated by spaces. */
  scope: string;
  /** The Close organization the tokens belong to. */
  organizationId: string;
  /** The Close user who connected. */
  userId: string;
}

// The hook of Node's `util.inspect`; elsewhere it is an ordinary symbol.
const inspect = Symbol.for('nodejs.util.inspect.custom');

// Not private members: those would make the token sets of two copies of this package different types.
const tokens = new WeakMap<object, Pick<TokenSetFields, 'accessToken' | 'refreshToken'>>();

/**
 * An access token with its refresh token, organization and user. The two tokens can only be read by name:
 * `JSON.stringify`, `util.inspect` and object spread do not show them.
 */
export class TokenSet implements Readonly<TokenSetFields> {
  /** When the access token expires, in milliseconds since 1970. */
  readonly expiresAt: number;
  /** When the pair was requested, in milliseconds since 1970. */
  readonly issuedAt: number;
  /** The scopes granted, separated by spaces. */
  readonly scope: string;
  /** The Close organization the tokens belong to. */
  readonly organizationId: string;
  /** The Close user who connected. */
  readonly userId: string;

  /** @param fields - The values; they are copied. */
  constructor(fields: TokenSetFields) {
    const { accessToken, refreshToken } = fields;
    tokens.set(this, { accessToken, refreshToken });
    this.expiresAt = fields.expiresAt;
    this.issuedAt = fields.issuedAt;
    this.scope = fields.scope;
    this.organizationId = fields.organizationId;
    this.userId = fields.userId;
    Object.defineProperty(this, inspect, { value: () => this.toJSON() });
  }

  /** The Bearer token; empty when the server issued no usable one. */
  get accessToken(): string {
    return tokens.get(this)?.accessToken ?? '';
  }

  /** Spent by the next refresh; `undefined` when the server issued none. */
  get refreshToken(): string | undefined {
    return tokens.get(this)?.refreshToken;
  }

  /** @returns All fields, with the tokens redacted. */
  toJSON(): Record<string, unknown> {
    const { expiresAt, issuedAt, scope, organizationId, userId } = this;
    const secret = '[redacted]';
    return { accessToken: secret, refreshToken: secret, expiresAt, issuedAt, scope, organizationId, userId };
  }
}
