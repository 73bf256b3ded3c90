/** The values a {@link CachedToken} starts with. All times are readings of the vault's monotonic clock. */
export interface CachedTokenFields {
  readonly accessToken: string;
  readonly version: number;
  readonly generation: number;
  /** What to add to the wall clock to get the monotonic clock, as of when the token was cached. */
  readonly toElapsed: number;
  readonly expiresAt: number;
  /** Callers get the token without a wait until then: it ends before `expiresAt`, by the refresh margin. */
  readonly freshUntil: number;
  /** After this time a background refresh starts; callers still get the token. */
  readonly dueAt: number;
}

/**
 * The access token of a grant in memory; its refresh token stays sealed in the store. Every `now` is a
 * reading of the vault's monotonic clock.
 */
export class CachedToken {
  readonly accessToken: string;
  readonly expiresAt: number;
  readonly toElapsed: number;
  /** The version and the generation of the record that holds the token. */
  version: number;
  generation: number;
  #freshUntil: number;
  #dueAt: number;
  #refused = false;

  constructor(fields: CachedTokenFields) {
    this.accessToken = fields.accessToken;
    this.expiresAt = fields.expiresAt;
    this.toElapsed = fields.toElapsed;
    this.version = fields.version;
    this.generation = fields.generation;
    this.#freshUntil = fields.freshUntil;
    this.#dueAt = fields.dueAt;
  }

  /** Whether callers get the token without a wait. */
  isFresh(now: number): boolean {
    return now < this.#freshUntil && !this.#refused;
  }

  /** Whether a refresh is due. */
  isDue(now: number): boolean {
    return now >= this.#dueAt || this.#refused;
  }

  /** Whether the token still works, as far as is known. */
  isValid(now: number): boolean {
    return now < this.expiresAt && !this.#refused;
  }

  /** Makes the token neither fresh nor valid: the API refused it, or it cannot be used. */
  refuse(): void {
    this.#refused = true;
  }

  /** Sets when the next refresh is due, not earlier than before. */
  postpone(until: number): void {
    this.#dueAt = Math.max(this.#dueAt, until);
  }

  /**
   * Keeps the token fresh until the next refresh is due, into the refresh margin if need be, but not after
   * expiry.
   */
  stretch(): void {
    this.#freshUntil = Math.min(this.expiresAt, Math.max(this.#freshUntil, this.#dueAt));
  }
}
