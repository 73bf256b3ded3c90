import { randomSecret } from './secrets.ts';

const codeLifetimeMs = 60_000;

/** The access of the app to one organization, as allowed by one user. */
export interface GrantTerms {
  readonly organizationId: string;
  readonly userId: string;
  readonly scope: string;
}

/** The terms of a code, which its token request must match. */
export interface CodeTerms extends GrantTerms {
  readonly redirectUri: string;
  readonly codeChallenge: string | undefined;
}

export interface IssuedTokens extends GrantTerms {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  readonly expiresInMs: number;
}

/** The options of token rotation that Close's documentation leaves open. */
export interface RotationRules {
  readonly reuse: 'revoke-grant' | 'refuse';
  readonly keepOldAccessToken: boolean;
  readonly tokenLifetimeMs: number;
}

interface Grant {
  readonly terms: GrantTerms;
  refreshToken: string | undefined;
  /** Rises when all access tokens become invalid. */
  epoch: number;
}

interface AccessToken {
  readonly grant: Grant;
  readonly epoch: number;
  readonly expiresAt: number;
}

interface Code {
  readonly terms: CodeTerms;
  readonly expiresAt: number;
  /** The grant created from the code. Used codes stay stored so that a second use is detected. */
  grant: Grant | undefined;
}

/** Codes, grants and tokens. Changes are synchronous, so of two refreshes with one token only one succeeds. */
export class GrantRegistry {
  readonly #codes = new Map<string, Code>();
  readonly #grants = new Set<Grant>();
  /** Every refresh token ever issued, used ones included: reuse of a token means that it was copied. */
  readonly #byRefreshToken = new Map<string, Grant>();
  readonly #accessTokens = new Map<string, AccessToken>();
  readonly #rules: RotationRules;
  readonly #now: () => number;

  constructor(rules: RotationRules, now: () => number) {
    this.#rules = rules;
    this.#now = now;
  }

  /** Issues a code that can be redeemed once, within a minute. */
  issueCode(terms: CodeTerms): string {
    const code = randomSecret('code_');
    this.#codes.set(code, { terms, expiresAt: this.#now() + codeLifetimeMs, grant: undefined });
    return code;
  }

  /**
   * Redeems a code for a grant and its first tokens, unless `check` throws. For a code that was already used, its
   * grant is revoked.
   */
  redeemCode(value: string, check: (terms: CodeTerms) => void): IssuedTokens | undefined {
    const code = this.#codes.get(value);
    if (code?.grant !== undefined) this.#revokeGrant(code.grant);
    if (code === undefined || code.grant !== undefined || code.expiresAt <= this.#now()) return undefined;
    check(code.terms);
    code.grant = this.#createGrant(code.terms);
    return this.#issueTokens(code.grant);
  }

  connect(terms: GrantTerms): IssuedTokens {
    return this.#issueTokens(this.#createGrant(terms));
  }

  /** Exchanges a refresh token for a new pair. The old one is invalid from then on. */
  rotate(refreshToken: string): IssuedTokens | undefined {
    const grant = this.#byRefreshToken.get(refreshToken);
    if (grant === undefined) return undefined;
    if (grant.refreshToken !== refreshToken) {
      if (this.#rules.reuse === 'revoke-grant') this.#revokeGrant(grant);
      return undefined;
    }
    if (!this.#rules.keepOldAccessToken) grant.epoch += 1;
    return this.#issueTokens(grant);
  }

  /** Revokes a token: a refresh token with its whole grant, an access token alone. */
  revoke(token: string): void {
    const grant = this.#byRefreshToken.get(token);
    if (grant !== undefined) return this.#revokeGrant(grant);
    this.#accessTokens.delete(token);
  }

  resolveAccessToken(token: string): GrantTerms | undefined {
    const { grant, epoch, expiresAt = 0 } = this.#accessTokens.get(token) ?? {};
    return grant?.epoch === epoch && expiresAt > this.#now() ? grant?.terms : undefined;
  }

  expireAccessTokens(): void {
    for (const grant of this.#grants) grant.epoch += 1;
  }

  /** Revokes every grant. Their refresh tokens stay known, as invalid ones. */
  revokeAll(): void {
    for (const grant of this.#grants) this.#revokeGrant(grant);
  }

  get size(): number {
    return this.#grants.size;
  }

  isRefreshTokenAlive(token: string): boolean {
    return this.#byRefreshToken.get(token)?.refreshToken === token;
  }

  clear(): void {
    this.#codes.clear();
    this.#grants.clear();
    this.#byRefreshToken.clear();
    this.#accessTokens.clear();
  }

  #createGrant({ organizationId, userId, scope }: GrantTerms): Grant {
    const terms = { organizationId, userId, scope };
    const grant: Grant = { terms, refreshToken: undefined, epoch: 0 };
    this.#grants.add(grant);
    return grant;
  }

  #issueTokens(grant: Grant): IssuedTokens {
    const expiresInMs = this.#rules.tokenLifetimeMs;
    const accessToken = randomSecret('sandbox_at_');
    const { terms, epoch } = grant;
    this.#accessTokens.set(accessToken, { grant, epoch, expiresAt: this.#now() + expiresInMs });
    const isLasting = terms.scope.split(' ').includes('offline_access');
    grant.refreshToken = isLasting ? randomSecret('sandbox_rt_') : undefined;
    if (grant.refreshToken !== undefined) this.#byRefreshToken.set(grant.refreshToken, grant);
    return { ...terms, accessToken, refreshToken: grant.refreshToken, expiresInMs };
  }

  #revokeGrant(grant: Grant): void {
    grant.epoch += 1;
    grant.refreshToken = undefined;
    this.#grants.delete(grant);
  }
}
